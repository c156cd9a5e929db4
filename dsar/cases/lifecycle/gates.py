"""The gates G1 to G31 as data: what each asks for, on which article it rests, and where it is enforced. Plain Python.

A gate of a *move* keeps a case from its next stage until the room that knows the fact says that it is met. A gate of an
*act* is enforced where the act is done (`places`); it stands here too, so that one table shows them all.
"""

from dataclasses import dataclass

from dsar.foundation.words import Words as _


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of the lifecycle.

    Attributes:
        id: its name, "G1" to "G31"; a refusal carries it as its code.
        words: what it asks for, as a statement that is true once it is met.
        article: on which rule of law it rests.
        places: dotted names of what enforces it where it is not (only) a condition of a move.
        act: in words, the act that it is a condition of; empty for a gate of moves.
    """

    id: str
    words: str
    article: str
    places: tuple[str, ...] = ()
    act: str = ""

    @property
    def is_of_act(self) -> bool:
        """Whether it is enforced where an act is done, not by a move."""
        return bool(self.act)


_ALL: tuple[Gate, ...] = (
    Gate(
        "G1",
        _("Receipt, channel, right, rules and the request in words are recorded; no form is compulsory"),
        "GDPR Art. 12(2); EDPB 01/2022 §§52-57",
        ("dsar.cases.services.register_case",),
    ),
    Gate("G2", _("Open requests that look alike are linked or told apart"), "GDPR Art. 12(2), 5(2)"),
    Gate("G3", _("The data are kept as they are from receipt on"), "GDPR Art. 5(2); UK DPA 2018 s. 173"),
    Gate(
        "G4",
        _("A reasonable doubt, a proportionate method and the ask are recorded"),
        "GDPR Art. 12(6); EDPB 01/2022 §§69-79",
        ("dsar.identity.services.ask_for_proof",),
    ),
    Gate(
        "G5",
        _("The law knows this clarification: a large quantity of data, asked once"),
        "GDPR Rec. 63; UK GDPR Art. 12A(5), (6)",
        ("dsar.cases.clock_acts.pause",),
        act=_("Ask for clarification"),
    ),
    Gate(
        "G6",
        _("Identity and authority are decided, with method and date; the evidence is deleted or kept with a reason"),
        "GDPR Art. 12(6); EDPB 01/2022 §§77-79",
    ),
    Gate("G7", _("It is shown that the person cannot be identified"), "GDPR Art. 11(2), 12(2)"),
    Gate("G8", _("A search plan names systems and identifiers"), "GDPR Art. 15, 30; UK GDPR Art. 15(1A)"),
    Gate("G9", _("Every planned system is searched, nil, or left out with a reason"), "GDPR Art. 15, 5(2)"),
    Gate("G10", _("Every item is classified"), "GDPR Art. 15(1), 15(3)"),
    Gate("G11", _("No exemption is waiting for a decision"), "GDPR Art. 23, 5(2)"),
    Gate("G12", _("Each point of Article 15 has content or a reasoned 'not applicable'"), "GDPR Art. 15(1), 15(2)"),
    Gate("G13", _("Every redaction is verified"), "GDPR Art. 15(4), 32"),
    Gate(
        "G14",
        _("The package is approved as it stands, by somebody other than its author, with the DPO's opinion"),
        "GDPR Art. 24, 38, 39",
        ("dsar.response.services.approve_package",),
    ),
    Gate(
        "G15",
        _("The recipient is proved and the package is the approved one"),
        "GDPR Art. 12(3), 12(6), 15(3), 32",
        ("dsar.delivery.services.release_package",),
    ),
    Gate("G16", _("A refusal names its ground, the reasons and the ways to complain"), "GDPR Art. 12(4), 12(5)(b)"),
    Gate(
        "G17",
        _("A fee has its ground and its amount, was told before, and the person may withdraw"),
        "GDPR Art. 12(5)(a), 15(3); EDPB 01/2022 §192",
        ("dsar.cases.clock_acts.pause",),
        act=_("Ask for a fee"),
    ),
    Gate(
        "G18",
        _("The extension has its criterion and reasons, and its notice went out in time, once"),
        "GDPR Art. 12(3)",
        ("dsar.cases.clock_acts.extend",),
        act=_("Extend the deadline"),
    ),
    Gate("G19", _("The withdrawal came in writing from a verified requester; it is never inferred"), "GDPR Art. 12(2)"),
    Gate("G20", _("A reminder went out that told the consequence, and its days are over"), "GDPR Art. 12(2), 12(4)"),
    Gate("G21", _("Delivery is proved and the retention date is set"), "GDPR Art. 5(2), 19"),
    Gate("G22", _("The reopening has its occasion: new data, a complaint, an order"), "GDPR Art. 15, 58, 77"),
    Gate("G23", _("Retention has passed, and no complaint or hold stands"), "GDPR Art. 5(1)(e), 17(3)(e)"),
    Gate(
        "G24",
        _("Nothing that was found has been deleted or altered since receipt"),
        "UK DPA 2018 s. 173; GDPR Art. 5(2)",
        ("dsar.search.gates.keep_what_was_found", "dsar.search.gates.found_data_stand"),
        act=_("Delete or alter what is in scope"),
    ),
    Gate(
        "G25",
        _("Nobody counts as verified because a document was attached"),
        "GDPR Art. 12(6)",
        ("dsar.identity.services.verify",),
        act=_("Record that it is proved"),
    ),
    Gate(
        "G26",
        _("A case counts as compliant only when sent by its due date with every gate evidenced"),
        "GDPR Art. 5(2), 12(3)",
        ("dsar.cases.gate_facts.compliant",),
        act=_("Call a case compliant"),
    ),
    Gate("G27", _("'Nothing held' is only said when every source was searched and had nothing"), "GDPR Art. 15(1)"),
    Gate(
        "G28", _("For each other person it is decided what is shown of them"), "GDPR Art. 15(4); UK DPA Sch. 2 para 16"
    ),
    Gate(
        "G29",
        _("The person can be answered without an account and without the portal"),
        "GDPR Art. 12(2), 12(3); EDPB 01/2022 §§52-57",
        ("dsar.cases.gate_facts.answerable", "dsar.intake.portal"),
        act=_("Use the portal"),
    ),
    Gate(
        "G30",
        _("In the United Kingdom a refusal, whole or in part, names controller, Commissioner and court"),
        "UK DPA 2018 ss. 164A, 165, 167 (since 19 June 2026)",
    ),
    Gate(
        "G31",
        _("A person has confirmed every passage of a special category of the data subject in what goes out"),
        "GDPR Art. 9, 10, 5(1)(d), 5(2)",
    ),
)

RULES: dict[str, Gate] = {gate.id: gate for gate in _ALL}
# What each gate asks for, by its name.
GATES: dict[str, str] = {gate.id: gate.words for gate in _ALL}
