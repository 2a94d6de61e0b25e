"""Which source reads which file: names, globs and what stands in it; two claims are refused.

The canonical logs claim by name, a source file by its globs, an adapter by what it sees at the
beginning of a file. A source file takes the place of its adapter where it claims.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tutor_reliability.errors import LogError, SourceError
from tutor_reliability.hints import nearest
from tutor_reliability.sources.adapter import Adapter
from tutor_reliability.sources.adapters import ADAPTERS
from tutor_reliability.sources.file import load_all
from tutor_reliability.sources.forms import FORMS, log_named, suffix_of
from tutor_reliability.sources.shape import refuse_without_files
from tutor_reliability.sources.source import CANONICAL, CANONICAL_NAME, Source

_SUFFIX = ".toml"
_BUILT_IN = {
    CANONICAL_NAME: CANONICAL,
    **{one.name: Source(name=one.name, adapter=one.name) for one in ADAPTERS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A source that reads a file, and which logs it gives.

    Attributes:
        source: How it is read.
        logs: The logs it gives.
        adapter: What reads it; None where it holds rows of the logs as they are.
        by: What claims it, in words.
    """

    source: Source
    logs: tuple[str, ...]
    adapter: Adapter | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The sources of one directory of logs.

    Attributes:
        named: Those that were asked for by name.
        beside: Those of the source files that lie beside the logs.
    """

    named: tuple[Source, ...] = ()
    beside: tuple[Source, ...] = field(default=())

    def on(self, name: str, head: Callable[[], str]) -> Claim | None:
        """Say who reads a file; None if nobody claims it.

        Args:
            name: Its path below the directory.
            head: Gives the beginning of its text, where somebody asks for it.

        Raises:
            LogError: Two claim it, and neither was asked for by name.
        """
        found = [*self._by_glob(name), *self._by_themselves(name, head)]
        if not found:
            return self._by_default(name)
        if len(found) == 1:
            return found[0]
        asked = [one for one in found if self._is_named(one.source)]
        if len(asked) == 1:
            return asked[0]
        first, second, *_ = (one.by for one in asked or found)
        raise LogError(
            f"{name}: is claimed by {first} and by {second}, expected one; rename the file, list "
            "it in the files of one source file only, or pick one with --source"
        )

    def _by_glob(self, name: str) -> Iterator[Claim]:
        path = PurePosixPath(name)
        for source in (*self.named, *self.beside):
            if any(path.match(glob) for glob in source.files):
                yield self._claim(source, name)

    def _by_themselves(self, name: str, head: Callable[[], str]) -> Iterator[Claim]:
        """Give the claims of the canonical names and of the adapters, by what stands in a file."""
        taken = {one.source.adapter for one in self._by_glob(name)}
        if CANONICAL_NAME not in taken and suffix_of(name) in FORMS and log_named(name):
            yield self._claim(self._usual(CANONICAL_NAME), name)
        for adapter in ADAPTERS:
            if adapter.name not in taken and _fits(adapter, name) and adapter.claims(head()):
                yield self._claim(self._usual(adapter.name), name)

    def _by_default(self, name: str) -> Claim | None:
        """Give the claim of a named source on what nobody else reads."""
        for source in self.named:
            adapter = adapter_of(source)
            fits = _fits(adapter, name) if adapter else source.logs and suffix_of(name) in FORMS
            if fits and not source.files:
                return self._claim(source, name)
        return None

    def _usual(self, adapter: str) -> Source:
        """Give the source of an adapter that says nothing of files."""
        for source in self.named:
            if source.adapter == adapter and not source.files:
                return source
        return _BUILT_IN[adapter]

    def _is_named(self, source: Source) -> bool:
        return any(source is one for one in self.named)

    def _claim(self, source: Source, name: str) -> Claim:
        adapter = adapter_of(source)
        if adapter:
            by = source.file or f"the adapter {adapter.name}"
            return Claim(source=source, logs=adapter.logs, adapter=adapter, by=by)
        by = source.file or f"the name of the log {log_named(name)}"
        return Claim(source=source, logs=_logs(source, name), by=by)


def adapter_of(source: Source) -> Adapter | None:
    """Give the adapter of a source; None for the canonical one."""
    return next((one for one in ADAPTERS if one.name == source.adapter), None)


def named(name: str) -> tuple[Source, ...]:
    """Give the sources that --source asks for: an adapter's, the canonical one, or a file's.

    Raises:
        SourceError: There is no such source, or its file cannot be meant.
    """
    if not name:
        return ()
    if name in _BUILT_IN:
        return (_BUILT_IN[name],)
    if not name.endswith(_SUFFIX) and not Path(name).is_file():
        raise SourceError(
            f"{name}: no such source, expected {', '.join(_BUILT_IN)} or a source file such as "
            f"salon.toml{nearest(name, _BUILT_IN)}"
        )
    return load_all(Path(name))


def claims_in(logs: Path, asked: tuple[Source, ...] = ()) -> Claims:
    """Find the sources of a directory: those asked for, and the source files that lie in it.

    Raises:
        SourceError: A source file cannot be meant, two are called alike, or one says no files.
    """
    beside: list[Source] = []
    for path in sorted(logs.glob(f"*{_SUFFIX}")):
        sources = load_all(path)
        if any(one.file == path.name for one in asked) and all(one in asked for one in sources):
            continue
        if not all(one.files for one in sources):
            raise refuse_without_files(path.name)
        beside.extend(sources)
    _refuse_namesakes((*asked, *beside))
    return Claims(named=asked, beside=tuple(beside))


def _refuse_namesakes(sources: tuple[Source, ...]) -> None:
    files: dict[str, str] = {}
    for source in sources:
        other = files.setdefault(source.name, source.file)
        if other != source.file:
            raise SourceError(
                f"{source.file}: name is {source.name!r}, which {other or 'a built-in source'} is "
                "called, too, expected another name"
            )


def _fits(adapter: Adapter, name: str) -> bool:
    return suffix_of(name).removesuffix(".gz") in adapter.suffixes


def _logs(source: Source, name: str) -> tuple[str, ...]:
    """Give the logs of a file that is read as it is.

    Raises:
        LogError: Nobody says which, or it is written in no way that can be read.
    """
    if suffix_of(name) not in FORMS:
        raise LogError(
            f"{name}: is claimed by {source.file}, expected its name to end in one of "
            f"{', '.join(FORMS)}; export it as CSV, or change the files of {source.file}"
        )
    if source.logs:
        return source.logs
    log = log_named(name)
    if log is None:
        raise LogError(
            f"{name}: is claimed by {source.file}, expected a name that begins with a log, or a "
            f"log beside its files in {source.file}"
        )
    return (log,)
