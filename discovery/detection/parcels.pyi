from typing import Any

from discovery.documents import Detection, Kind

Packed = tuple[list[int], bytes, list[tuple[Any, ...]]]

def packed(everything: list[list[Detection]]) -> Packed: ...
def unpacked(
    counts: list[int], numbers: bytes, rests: list[tuple[Any, ...]], kinds: dict[str, Kind], made_of: type[Detection]
) -> list[list[Detection]]: ...
