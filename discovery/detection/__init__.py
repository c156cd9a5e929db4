"""Finds personal data in text. Pure: no Django, no clock, no network; spaCy only when names are asked for by model."""

from __future__ import annotations

from discovery.detection.engine import NamesModelMissing, Options, detect, detect_many, model_in_use
from discovery.detection.kinds import KIND_FACTS, Category, KindFacts, Risk, facts
from discovery.detection.ner import model_available
from discovery.detection.recogniser import Finder, PatternRecogniser
from discovery.detection.streaming import detect_stream

__all__ = [
    "KIND_FACTS",
    "Category",
    "Finder",
    "KindFacts",
    "NamesModelMissing",
    "Options",
    "PatternRecogniser",
    "Risk",
    "detect",
    "detect_many",
    "detect_stream",
    "facts",
    "model_available",
    "model_in_use",
]
