"""The errors a person at the keyboard can mend.

    UserError
    ├── UnreadableFile      one file cannot be read; the others go on
    ├── LibraryError        the library folder is missing, damaged or was made otherwise
    ├── EncoderError        the encoder's weights are missing or not what they should be
    └── QuestionError       the question cannot be asked as it stands

A message is one line: what was found, where, what to do. Anything that is not a `UserError`
is a bug and keeps its traceback.
"""


class UserError(Exception):
    """Something the person at the keyboard can mend; its text is the whole message."""


class UnreadableFile(UserError):
    """A file holds no text that can be read."""


class LibraryError(UserError):
    """A library folder is missing, damaged, or was made in another way."""


class EncoderError(UserError):
    """The encoder's weights are missing or are not the ones they should be."""


class QuestionError(UserError):
    """A question is empty or far too long."""
