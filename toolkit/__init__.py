"""xindaya: bilingual translation quality for Chinese policy texts in English.

What programs and notebooks need is in `toolkit.api` and can be had from here, as `toolkit.check`; it is imported
when it is first asked for.
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = ["Checked", "Cleaned", "Scored", "Settings", "Termbase", "check", "clean", "load_termbase", "score"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("toolkit.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
