"""The platforms whose exports can be read: one file an adapter, in the order they are listed."""

from tutor_reliability.sources.adapter import Adapter

ADAPTERS: tuple[Adapter, ...] = ()
