"""Words of a rehearsal in templates: sets, gaps and reasons."""

from django import template

from dsar.rights.erasure import set_words as words

register = template.Library()
register.filter("set_words", words.set_words)
register.filter("gap_words", words.gap_words)
register.filter("stay_words", words.stay_words)
