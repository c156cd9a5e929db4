"""Reading files of any format: text with positions, from every place of a file where personal data hides.

`extract_file(path, name="letter.pdf")` reads in the sandbox and gives an `ExtractedFile`: the file itself and each file
inside it, every one with a state (complete, partial, skipped, failed) and a reason. Formats are told by content, and
nothing of a file is parsed outside the sandbox.
"""

from discovery.extraction.service import extract_file
from discovery.extraction.values import ExtractedFile, ExtractedPart, ExtractionLimits

__all__ = ["ExtractedFile", "ExtractedPart", "ExtractionLimits", "extract_file"]
