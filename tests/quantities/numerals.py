"""Whole numbers written out in Chinese and in English, as a check on what is read."""

DIGITS = "零一二三四五六七八九"
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def chinese(number: int) -> str:
    """Write a number below 10**16 in Chinese numerals."""
    if number < 10:
        return DIGITS[number]
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" if 0 < rest < scale // 10 else ""
            return chinese(head) + name + (gap + chinese(rest) if rest else "")
    raise AssertionError(number)


def english(number: int) -> str:
    """Write a number below 10**15 in English words."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return TENS[tens - 2] + (f"-{SMALL[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{SMALL[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{english(head)} {name}" + (f" {english(rest)}" if rest else "")
    raise AssertionError(number)
