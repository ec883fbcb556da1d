"""Refusals of the importer before a table is read."""

__all__ = ["NotAWorkbook"]


class NotAWorkbook(ValueError):
    """A file cannot be opened as a school's workbook; *sentence* says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
