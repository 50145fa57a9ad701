"""Text read in the wrong encoding, for tests and benchmarks."""


def garble(text: str, right: str, wrong: str) -> str | None:
    """Read a text in the wrong encoding, None where that loses anything."""
    try:
        data = text.encode(right)
        if wrong.startswith("cp125"):
            return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in data)
        garbled = data.decode(wrong)
        return garbled if garbled.encode(wrong) == data else None
    except UnicodeError:
        return None
