"""What is easily forgotten after a breach: the tasks that every entry starts with."""

from django.utils.translation import gettext_lazy as _

from dsar.accountability.breaches.models import Breach, BreachTask

# Code, words, order; in the order in which one does them.
LISTED = (
    ("contain", _("Stop it: close the hole, recall, change passwords, isolate the machine."), 10),
    ("keep_proof", _("Keep the proof: logs, mails, copies, before anything is cleaned up."), 20),
    ("aware", _("Say when we became aware, who knew, and why at that moment."), 30),
    ("processor", _("Ask the processors concerned what they know, in writing (Art. 33(2))."), 40),
    ("scan", _("Scan the documents concerned: how many people, which data."), 50),
    ("decide", _("Decide the risk, with the factors."), 60),
    ("authority", _("Tell the authority in time, or note why not."), 70),
    ("persons", _("Tell the people concerned, or note which exception holds."), 80),
    ("others", _("Think of the others: police, insurer, other authorities, partners."), 90),
    ("lessons", _("Write down what changes, so that it does not happen again."), 100),
)
WORDS = {code: words for code, words, _order in LISTED}


def add_listed_tasks(breach: Breach) -> None:
    """Give an entry its list; part of the caller's transaction."""
    for code, _words, order in LISTED:
        BreachTask.objects.create(breach=breach, code=code, order=order)
