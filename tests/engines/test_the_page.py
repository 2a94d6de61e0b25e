"""What the page on clusters names is there: flags, settings of Spark's, masters, files."""

import argparse
import re
import shlex
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines import engine_flags
from pipelines.settings import from_environment
from tutor_reliability.engines.spark.session import settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:] for line in PAGE.splitlines() if line.startswith("tutor-reliability ")
]
SETTING = re.compile(r"(?:`|--spark-conf )(spark(?:\.[A-Za-z]+)+)(?=[`=])")
JARS = ("core", "sql", "catalyst", "sql-api", "kubernetes", "yarn", "common-utils")


def chosen(words):
    """Read a command of the page: `run`, what is landed, and where the heavy stage runs."""
    parser = argparse.ArgumentParser()
    for name in ("command", "--logs", "--home"):
        parser.add_argument(name)
    engine_flags.add(parser, from_environment())
    return engine_flags.chosen(parser.parse_args(words))


def said_by_spark() -> bytes:
    """Give the classes of Spark's own jars, in which each setting stands as text."""
    import pyspark  # noqa: PLC0415 - an extra

    jars = Path(pyspark.__file__).parent / "jars"
    classes = []
    for name in JARS:
        (jar,) = jars.glob(f"spark-{name}_2.13-*.jar")
        with ZipFile(jar) as held:
            classes += [held.read(one) for one in held.namelist() if one.endswith(".class")]
    return b"\n".join(classes)


def test_its_commands_are_ours_and_may_be_set_as_they_say() -> None:
    told = [chosen(words) for words in COMMANDS]

    assert {one.name for one in told} == {"spark"}
    masters = {one.master.partition(":")[0] for one in told}
    assert masters == {"local[*]", "spark", "yarn", "k8s"}
    for one in told:
        assert settings(one, "/folder")["spark.master"] == one.master


def test_the_files_it_names_are_there() -> None:
    named = re.findall(r"`((?:assets|tutor_reliability|benchmarks)/[\w/.]+)`", PAGE)

    assert len(named) > 1
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.slow
def test_each_setting_it_names_is_spark_s() -> None:
    told = said_by_spark()
    named = {*SETTING.findall(PAGE)}
    prefixes = ("spark.hadoop.", "spark.kubernetes.executor.volumes.")

    assert len(named) > 8
    for name in named:
        whole = next((one for one in prefixes if f"{name}.".startswith(one)), name)
        assert whole.encode() in told, name


@pytest.mark.slow
def test_spark_brings_its_managers_for_yarn_and_kubernetes_but_no_s3() -> None:
    import pyspark  # noqa: PLC0415 - an extra

    told = said_by_spark()

    assert b"org/apache/spark/scheduler/cluster/YarnClusterManager" in told
    assert b"org/apache/spark/scheduler/cluster/k8s/KubernetesClusterManager" in told
    jars = [one.name for one in (Path(pyspark.__file__).parent / "jars").glob("hadoop-*")]
    (version,) = re.findall(r"hadoop-client-api-([\d.]+)\.jar", " ".join(jars))
    assert f"hadoop-aws:{version}" in PAGE
    assert not [one for one in jars if one.startswith("hadoop-aws")]
