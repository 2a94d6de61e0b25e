"""The wheel: it holds what git holds of the packages, and works where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("tutor_reliability", "dashboards", "assets", "quality", "pipelines")


@pytest.fixture(scope="module")
def ours():
    """List the files of the packages that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PACKAGES],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return sorted({name for name in listed if name and (ROOT / name).is_file()})


@pytest.fixture(scope="module")
def wheel(ours, tmp_path_factory):
    """Build from a copy that holds nothing but those files and what describes the project."""
    source = tmp_path_factory.mktemp("source")
    for name in [*ours, "pyproject.toml", "README.md", "LICENSE"]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."],
        cwd=source,
        check=True,
        capture_output=True,
    )
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install it beside the dependencies of this environment, of which nothing else is seen.

    A plain path in a .pth file is searched for modules, but its own .pth files are not read: the
    editable installation of the checkout stays out of sight.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    subprocess.run(
        [
            Path(sys.executable).with_name("uv"),
            *("pip", "install", "--quiet", "--offline", "--no-deps", "--python", python, wheel),
        ],
        check=True,
    )
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home


def run(installed, folder, *command):
    """Run an installed command in a folder, with nothing of our environment but the locale."""
    program, *arguments = command
    return subprocess.run(
        [installed / "bin" / program, *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_wheel_holds_what_git_holds(ours, wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = [name for name in archive.namelist() if ".dist-info/" not in name]

    assert sorted(held) == ours


def test_the_wheel_carries_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE")
        )
        licence = archive.read(name)

    assert licence == (ROOT / "LICENSE").read_bytes()


def test_installed_packages_are_the_wheel_s(ours, installed, tmp_path):
    names = sorted({name.partition("/")[0] for name in ours})
    code = f"import {', '.join(names)}\nfor p in {', '.join(names)}: print(p.__file__)"
    found = run(installed, tmp_path, "python", "-c", code)

    assert [path.startswith(str(installed)) for path in found.stdout.split()] == [True] * len(
        names
    ), found.stderr


def test_the_command_says_what_it_can_do(installed, tmp_path):
    told = run(installed, tmp_path, "tutor-reliability", "--help")

    assert told.returncode == 0, told.stderr
    assert "run" in told.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_night_runs_where_there_is_no_checkout(installed, tmp_path):
    made = run(
        installed,
        tmp_path,
        *("tutor-reliability", "simulate", "logs", "--tutors", "20", "--days", "60", "--seed", "1"),
    )
    night = run(installed, tmp_path, "tutor-reliability", "run", "--logs", "logs", "--home", "home")

    assert made.returncode == 0, made.stderr
    assert night.returncode == 0, night.stderr
    assert (tmp_path / "home/feed/manifest.json").is_file()
    assert (tmp_path / "home/site/index.html").is_file()
