"""A standalone master with two workers gives what the warehouse gives, even if one is lost."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from benchmarks.spark.cluster import HERE, LIGHT, cluster, lose_one, until
from tests.engines.conftest import SMALL, differing, judge, landed, remember, started
from tutor_reliability.night import Night

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
OF_A_WORKER = (
    *SMALL,
    ("spark.executor.memory", "1g"),
    ("spark.executor.cores", "1"),
    ("spark.executor.extraJavaOptions", LIGHT),
)
SILENT = f"""
import sys
from benchmarks.spark.cluster import LIGHT
from tutor_reliability.engines.choice import Choice
from tutor_reliability.engines.opening import open_engine
from tutor_reliability.errors import EngineError
from tutor_reliability.warehouse import Warehouse

silent = Choice(
    name="spark",
    master="spark://{HERE}:9",
    folder=sys.argv[1],
    java="java",
    conf=(("spark.driver.extraJavaOptions", LIGHT),),
)
with Warehouse(None).open() as opened:
    try:
        with open_engine(opened, silent):
            pass
    except EngineError as error:
        print(error)
"""
"""A night whose master does not answer, in a process of its own: Spark starts once in a process."""


@pytest.fixture(scope="module", autouse=True)
def unanswered(tmp_path_factory):
    """Begin what waits for a minute, so that the others run meanwhile."""
    folder = tmp_path_factory.mktemp("unanswered")
    night = subprocess.Popen(
        [sys.executable, "-c", SILENT, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    yield night, folder
    night.kill()
    night.communicate()


@pytest.fixture
def two_workers(tmp_path):
    with cluster(tmp_path, workers=2) as made:
        yield made


@pytest.fixture
def spark(two_workers, tmp_path):
    yield from started(tmp_path / "exchange", master=two_workers.master, conf=OF_A_WORKER)


def test_the_sample_is_judged_alike_and_so_it_is_when_a_worker_is_lost_in_mid_job(
    spark, two_workers, warehouse, book
) -> None:
    terms = book("itutor")
    night = Night(as_of=landed(warehouse, SAMPLE), timezone=terms.newest.timezone)
    until(two_workers.ready, what="executor of each worker")
    rows = spark.judges_alike(warehouse, terms, night)
    assert rows["core.session_outcomes"] > 100_000

    lost = threading.Thread(target=lose_one, args=(two_workers, spark.folder))
    lost.start()
    for engine in spark.of(warehouse):
        judge(warehouse, terms, night, engine)
        assert not lost.is_alive(), "the job was over before a worker was lost"
    assert two_workers.workers[0].returncode == -9
    assert differing(warehouse) == {}
    assert remember(warehouse) == rows


def test_a_master_that_does_not_answer_is_said_in_one_line(unanswered) -> None:
    night, folder = unanswered
    said, _ = night.communicate(timeout=600)

    (line,) = said.splitlines()
    assert line.startswith(f"spark://{HERE}:9: Spark did not start")
    assert [*folder.iterdir()] == []
