"""What people wait for starts without the libraries that only a night needs."""

import subprocess
import sys

import pytest

NIGHTLY = ("dagster", "great_expectations", "pandas")


def loaded_by(code, libraries=NIGHTLY):
    """Run code in a fresh Python; name those of the libraries that it loaded."""
    asked = f"import sys\n{code}\nprint(*[name for name in {libraries} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    return told.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("package", ["tutor_reliability", "dashboards"])
def test_the_domain_and_the_pages_load_nothing_of_the_night(checkout, package):
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in checkout.paths(package, suffix=".py")
    ]

    assert loaded_by("\n".join(f"import {module}" for module in modules)) == []


@pytest.mark.parametrize("module", ["pipelines.cli", "pipelines.telling"])
def test_what_only_tells_starts_without_frames_and_statistics(module):
    assert loaded_by(f"import {module}", (*NIGHTLY, "numpy", "polars", "scipy")) == []


@pytest.mark.parametrize("library", NIGHTLY)
def test_a_library_of_the_night_is_recognised(library):
    assert loaded_by(f"sys.modules[{library!r}] = sys") == [library]


def test_checks_start_without_spark_even_where_it_is_installed(tmp_path):
    """A package of that name lies in the way; importing it would be the end."""
    (tmp_path / "pyspark.py").write_text("raise SystemExit('imported')")
    code = f"sys.path.insert(0, {str(tmp_path)!r})\nimport quality.expectations"
    assert loaded_by(code, ("great_expectations", "pyspark")) == ["great_expectations"]
