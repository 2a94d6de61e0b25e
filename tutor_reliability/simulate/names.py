"""What the simulated tutors are called, by the zone they live in, hostile spellings included."""

NAMES: dict[str, tuple[str, str]] = {
    "Europe/London": (
        "Amelia Harriet Nadia Siobhán Gareth Oliver Imran Rosalind Callum Priya",
        "Whitfield O'Connor Hughes Okafor Ashworth Patel MacLeod Bennett Rahman Llewellyn",
    ),
    "Europe/Berlin": (
        "Jürgen Katharina Björn Annika Mehmet Lukas Frauke Sören Jana Elif",
        "Müller Groß Schröder Yılmaz Böhm Lindner Weiß Hoffmann Krüger Vogt",
    ),
    "Europe/Madrid": (
        "Íñigo María Begoña Álvaro Lucía Joaquín Nuria Andrés Noelia Héctor",
        "García Muñoz Ibáñez Núñez Serrano Peña Castaño Rodríguez Vázquez Ortuño",
    ),
    "Europe/Warsaw": (
        "Łukasz Małgorzata Paweł Zofia Wojciech Agnieszka Michał Żaneta Grażyna Bartłomiej",
        "Wójcik Kowalczyk Zieliński Dąbrowska Szczęsny Pawłowska Król Sikora Wróbel Łuczak",
    ),
    "America/New_York": (
        "Denise Marcus Hannah Tyrone Rebecca José Caitlin Anthony Soo-jin Gabriela",
        "Washington Kowalski Rivera Goldberg Nguyen Sullivan Baptiste DiMarco Park Freeman",
    ),
    "America/Chicago": (
        "Erin Dwayne Marisol Karl Brooke Tomás Ingrid Leroy Abigail Quentin",
        "Lindqvist Jackson Hernández Olson Schmidt Morales Carter Novak Brandt Hayes",
    ),
    "America/Los_Angeles": (
        "Mei-Ling Esteban Kiana Brandon Thuy Marisa Jordan Aarav Chloe Diego",
        "Chen Delgado Kealoha Tran Nakamura Reyes Thompson Singh Fujimoto Alvarado",
    ),
    "America/Sao_Paulo": (
        "João Luísa Thiago Conceição Rafael Letícia Antônio Beatriz Caetano Inês",
        "Gonçalves Araújo Magalhães Simões Ribeiro Falcão Brandão Teixeira Assunção Leão",
    ),
    "Africa/Lagos": (
        "Adébáyò Chioma Ifeanyi Ngozi Olúwaseun Amara Tunde Zainab Emeka Folákẹ́",
        "Adéyẹmí Okonkwo Balogun Eze Ọláwálé Nwosu Abubakar Ojukwu Danjuma Obi",
    ),
    "Africa/Johannesburg": (
        "Thandiwe Pieter Nomvula Johan Sipho Anneke Lerato Riaan Zanele Kagiso",
        "Nkosi Botha Dlamini Pretorius Mokoena Naidoo Khumalo Steyn Mthembu Jacobs",
    ),
    "Asia/Kolkata": (
        "Ananya Rohan Lakshmi Arjun Meenakshi Farhan Divya Harpreet Sunil Ishita",
        "Iyer Banerjee Chatterjee Reddy Khan Deshpande Gill Nair Mukherjee Srinivasan",
    ),
    "Asia/Manila": (
        "Corazon Jericho Angelica Rizal Marites Paolo Kristel Emmanuel Liza Bayani",
        "Dimaculangan Santos Villanueva Bautista Ocampo Magsaysay Reyes Peñaflor Lim Pangilinan",
    ),
    "Asia/Tokyo": (
        "Haruka 健太 Yūko Daichi さくら Ryō Emiko Takeshi 美咲 Kenji",
        "Satō 田中 Ōno Kobayashi 山本 Fujiwara Itō Matsuda Shimizu 高橋",
    ),
}
ZONES = tuple(NAMES)
REGIONS = tuple(sorted({zone.split("/", 1)[0] for zone in ZONES}))
ZONE_WEIGHTS = (14, 9, 6, 6, 13, 6, 8, 5, 6, 4, 11, 8, 4)

HOSTILE_NAMES: tuple[tuple[str, str | None], ...] = (
    ("markup", "<b>Bob</b>"),
    ("spreadsheet formula", "=cmd|' /C calc'!A0"),
    ("quote and comma", "O'Brien, Anna"),
    ("script", '"><script>alert(1)</script>'),
    ("sql", "Robert'); drop table tutors;--"),
    ("right to left", "نور الهدى"),
    ("long", "Wolfeschlegelsteinhausenbergerdorff-" * 3 + "Ortiz"),
    ("missing", None),
)


def display_name(zone: int, first: int, last: int) -> str:
    """Join a first and a last name usual in that zone.

    Args:
        zone: Position in ZONES.
        first: Any number; picks the first name.
        last: Any number; picks the last name.
    """
    firsts, lasts = (words.split() for words in NAMES[ZONES[zone]])
    return f"{firsts[first % len(firsts)]} {lasts[last % len(lasts)]}"
