"""Errors can be pickled, and say file, place and reason."""

import pickle

import pytest

from toolkit import errors

EXAMPLES = (
    errors.UsageError("no such rule"),
    errors.ConfigurationError("xindaya.toml: no setting is called 'selct'"),
    errors.InputError("a.txt", "there is no such file"),
    errors.DecodingError("a.txt", "no encoding fits", "byte 12"),
    errors.FormatError("a.tbx", "its DOCTYPE defines entities", "line 1"),
    errors.TermbaseError("g.csv", (errors.InputError("g.csv", "no term", "row 2, column zh"),)),
    errors.OutputError("out.html: disk full"),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error: errors.XindayaError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
    assert type(again) is type(error)
    assert str(again) == str(error)


def test_an_input_error_names_file_place_and_reason() -> None:
    assert str(EXAMPLES[3]) == "a.txt: byte 12: no encoding fits"


def test_a_termbase_error_names_every_problem() -> None:
    problems = tuple(errors.InputError("g.csv", f"reason {row}", f"row {row}") for row in (2, 3))
    assert str(errors.TermbaseError("g.csv", problems)) == "g.csv: row 2: reason 2\ng.csv: row 3: reason 3"


def test_the_docstring_draws_the_whole_tree() -> None:
    tree = errors.__doc__ or ""
    assert all(name in tree for name in vars(errors) if name.endswith("Error"))
