"""Words of a rehearsal in templates: sets, gaps and reasons."""

from django import template

from dsar.rights.erasure import reason_words, set_words

register = template.Library()
register.filter("set_words", set_words.set_words)
register.filter("gap_words", reason_words.gap_words)
register.filter("place_words", reason_words.place_words)
register.filter("stay_words", reason_words.stay_words)
