"""Templates that are shipped: risks and measures that are typical of a kind of processing, to be made one's own.

No risk is rated in a template, and no measure is called done: both are judgements about the processing at hand. What
only the processing at hand can tell stands in [brackets], and a part is not complete while they are there.
"""

from dataclasses import dataclass

from dsar.accountability.dpia.content import Checked, Content, Measure, Risk
from dsar.accountability.dpia.vocabulary import RiskKind


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template: when it fits, and what it starts with."""

    slug: str
    name: str
    words: str
    content: Content


def template(slug: str) -> Shipped | None:
    """The shipped template of that name."""
    return next((one for one in SHIPPED if one.slug == slug), None)


def _risk(number: int, kind: RiskKind, title: str, source: str, threat: str, consequence: str) -> Risk:
    return Risk(f"R{number}", title, kind, source, threat, consequence)


def _measure(number: int, title: str, words: str, risks: str, *, likelihood: int = 0, severity: int = 0) -> Measure:
    names = tuple(risks.split())
    return Measure(f"M{number}", title, words, lowers_likelihood=likelihood, lowers_severity=severity, risks=names)


_CCTV = Content(
    description={
        "nature": "Cameras record images (no sound) of people who pass or enter; images are watched live and kept.",
        "scope": "[Number and place of cameras, hours of recording, area covered, people a day, days of keeping]",
        "context": "People cannot avoid the area easily; staff are filmed at work; children may pass.",
        "purposes": "Protection of people and property; evidence after an incident.",
        "legitimate_interest": "Protection against theft, vandalism and assault, shown by incidents of the past.",
        "categories": "Images, time and place",
        "data_subjects": "Visitors, passers-by, employees, suppliers",
        "flow": "Camera – network – recorder – live screen – export after an incident – overwriting.",
        "assets": "Cameras, network, recorder, screens, exported clips.",
    },
    necessity={
        "minimisation": Checked(words="Angles and masks leave out public ground, neighbours, changing and rest rooms."),
        "information": Checked(words="A sign before the filmed area, and the full notice on paper and on the web."),
        "storage": Checked(words="Images are overwritten after at most 72 hours unless an incident is reported."),
    },
    risks=(
        _risk(1, RiskKind.RIGHTS, "People are watched all the time", "We ourselves; security staff",
              "More is filmed, longer, than the purpose asks for; live watching out of curiosity",
              "People feel watched and change what they do; where they go and whom they meet becomes known"),
        _risk(2, RiskKind.ACCESS, "Recordings come into the wrong hands", "Staff; burglars of networks",
              "Recorder with a standard password, screen in sight of visitors, clips sent by messenger",
              "Exposure, stalking, blackmail; images cannot be called back once they are on the internet"),
        _risk(3, RiskKind.RIGHTS, "Recordings are used to control staff", "Managers",
              "Images are looked through for breaks, pace and mistakes",
              "Pressure at work, warnings and dismissals on the ground of images taken for another purpose"),
        _risk(4, RiskKind.LOSS, "Recordings of an incident are gone", "Technical failure",
              "The recorder fails or overwrites before anybody looks", "Victims cannot prove what happened to them"),
    ),
    measures=(
        _measure(1, "Angles, masks and hours are set to the purpose", "Public ground and rest areas are masked; a walk "
                 "around with the plan every year.", "R1 R3", likelihood=1, severity=1),
        _measure(2, "Overwriting after 72 hours", "Set in the recorder and checked each quarter.", "R1 R2", severity=1),
        _measure(3, "Access by name, with a log", "Two named people; own passwords; every look is logged and checked.",
                 "R1 R2 R3", likelihood=1),
        _measure(4, "Rule against control of staff", "Agreed with the works council; use is limited to incidents.",
                 "R3", likelihood=1, severity=1),
        _measure(5, "Encrypted storage in a network of its own", "No access from the internet.", "R2", likelihood=1),
        _measure(6, "Incident procedure", "Clips are secured within a day of a report.", "R4", likelihood=2),
    ),
)  # fmt: skip

_MONITORING = Content(
    description={
        "nature": "Use of systems and devices by employees is recorded and evaluated.",
        "scope": "[Which systems, which events, how many employees, how long]",
        "context": "Employees depend on their employer and cannot freely consent; private use may be mixed in.",
        "purposes": "Security of systems, finding of misuse, billing, planning: each named and kept apart.",
        "legitimate_interest": "Protection of systems and business secrets.",
        "categories": "Log data, times of work, device and location data",
        "data_subjects": "Employees, temporary workers, applicants",
        "flow": "Device – log – evaluation – report – deletion.",
        "assets": "Log server, agents on devices, reports.",
    },
    necessity={
        "legal_basis": Checked(words="Not consent: employees are not free. Name the national rule on employment data."),
        "minimisation": Checked(words="Evaluation starts without names; a name is resolved only on suspicion."),
        "information": Checked(words="Staff and works council are told beforehand what is recorded and what never is."),
    },
    risks=(
        _risk(1, RiskKind.RIGHTS, "Complete picture of behaviour at work", "Employer, managers",
              "Logs of several systems are joined and read person by person",
              "Constant pressure, loss of autonomy, disadvantages in rating, pay and promotion"),
        _risk(2, RiskKind.RIGHTS, "Private matters become known", "Administrators, managers",
              "Private messages, searches or visits stand in the logs",
              "Illness, union membership or private life are exposed at work"),
        _risk(3, RiskKind.CHANGE, "Wrong conclusions from logs", "Evaluating software, investigators",
              "Shared accounts, wrong clocks, programs that act by themselves",
              "Warning or dismissal of somebody who did nothing"),
        _risk(4, RiskKind.ACCESS, "Logs leak", "Attackers, curious colleagues", "Broad rights on the log server",
              "Gossip, blackmail, attacks with what was learned"),
    ),
    measures=(
        _measure(1, "Agreement with staff representatives", "What is recorded, who evaluates, what follows; no rating "
                 "of performance.", "R1 R2", likelihood=1, severity=1),
        _measure(2, "Evaluation without names first", "Four eyes resolve a name, with a written suspicion.", "R1 R2",
                 likelihood=1, severity=1),
        _measure(3, "Short periods", "Raw logs are deleted after 30 days.", "R1 R2 R4", severity=1),
        _measure(4, "Private areas are left out", "Private folders, personal mail, banking and health sites.", "R2",
                 likelihood=1, severity=1),
        _measure(5, "Hearing before consequences", "The person sees the evidence and is heard.", "R3", severity=2),
        _measure(6, "Access by role, every access logged", "Checked each month.", "R4", likelihood=2),
    ),
)  # fmt: skip

_PROFILING = Content(
    description={
        "nature": "Behaviour of customers is collected, combined to profiles, and used to choose content and offers.",
        "scope": "[Number of people and traits, sources, length of history]",
        "context": "People do not see the profile; children and people in need may be among them.",
        "purposes": "Relevant offers; measuring campaigns.",
        "legitimate_interest": "Direct marketing to customers (recital 47), where consent is not the basis.",
        "categories": "Contact details, purchases, pages visited, derived interests",
        "data_subjects": "Customers, visitors, subscribers",
        "flow": "Shop and site – profile – segment – message – measurement – deletion.",
        "assets": "Customer database, marketing platform, pixels and cookies.",
    },
    necessity={
        "legal_basis": Checked(words="Consent for tracking on devices; for the rest name one basis for each purpose."),
        "rights": Checked(words="Objection to direct marketing is absolute and works at once (Art. 21(2), (3))."),
        "decisions": Checked(words="Nobody gets another price or is refused a contract by the profile."),
    },
    risks=(
        _risk(1, RiskKind.RIGHTS, "Sensitive traits are derived", "We ourselves, our tools",
              "Purchases and pages give away pregnancy, illness, religion or debt",
              "People are exposed in their family or treated worse"),
        _risk(2, RiskKind.RIGHTS, "People are steered or left out", "Segmentation",
              "Offers exploit weak moments, or groups never see a favourable offer",
              "Money lost, discrimination, addiction fed"),
        _risk(3, RiskKind.RIGHTS, "People do not know and cannot stop it", "Hidden tracking",
              "Unclear notice, consent by design tricks, objection not passed on",
              "Loss of control over one's own data"),
        _risk(4, RiskKind.ACCESS, "Profiles leak or are passed on", "Processors, attackers",
              "Exports, shared audiences, open storage", "Fraud with exact knowledge of a person"),
    ),
    measures=(
        _measure(1, "List of traits that are never derived", "Health, religion, politics, money trouble; checked by "
                 "test data before each campaign.", "R1", likelihood=2),
        _measure(2, "No decision by profile", "No prices, no refusals; a person approves each segment.", "R2",
                 likelihood=1, severity=1),
        _measure(3, "Children and vulnerable people are left out", "By age, and by events such as a complaint.", "R2",
                 likelihood=1),
        _measure(4, "Consent and objection in one place", "Heeded by all tools within a day; signals of browsers too.",
                 "R3", likelihood=2),
        _measure(5, "Profiles end", "Events older than twelve months are deleted, segments rebuilt each week.", "R1 R4",
                 severity=1),
        _measure(6, "Keys instead of names to processors", "Exports carry keyed identifiers only.", "R4",
                 likelihood=1, severity=1),
    ),
)  # fmt: skip

_CLOUD = Content(
    description={
        "nature": "Personal data move from systems of our own to a service that others run.",
        "scope": "[Which applications, data and people; which regions of the provider]",
        "context": "We depend on the provider and its sub-processors; staff and customers expect no change.",
        "purposes": "Running of the applications; no purpose of the provider's own.",
        "categories": "All data of the applications that move",
        "data_subjects": "Customers, employees, business contacts",
        "flow": "User – application – storage of the provider – backup – deletion at the end.",
        "assets": "Service, identity provider, connections, backups, keys.",
    },
    necessity={
        "processors": Checked(words="Contract under Art. 28 with sub-processors listed, audits and help with rights."),
        "transfers": Checked(words="Region chosen; access from third countries assessed; clauses where needed."),
        "storage": Checked(words="Return and deletion at the end of the contract are agreed and were tried."),
    },
    risks=(
        _risk(1, RiskKind.ACCESS, "Storage stands open", "Our administrators by mistake; attackers",
              "Wrong setting, stolen credentials, keys in source code",
              "Identity theft, exposure of everything that is held about people"),
        _risk(2, RiskKind.ACCESS, "Authorities of a third country get access", "Provider, foreign authorities",
              "Order to the parent company of the provider", "People cannot defend themselves and never learn of it"),
        _risk(3, RiskKind.LOSS, "Service or data are gone", "Provider, failure, end of contract",
              "Outage, locked account, bankruptcy", "Services that people need are not given; records are lost"),
        _risk(4, RiskKind.RIGHTS, "Provider uses data for itself", "Provider",
              "Telemetry, training of models, statistics", "Purposes that nobody agreed to; loss of control"),
    ),
    measures=(
        _measure(1, "Settings are code and are checked", "A policy refuses open storage; daily scan.", "R1",
                 likelihood=1),
        _measure(2, "Second factor and short rights", "For all administrators; rights end by themselves.", "R1",
                 likelihood=1),
        _measure(3, "Encryption with keys of our own", "Keys outside the provider for what is sensitive.", "R1 R2",
                 severity=2),
        _measure(4, "Region and assessment of transfers", "EU region; written assessment, renewed each year.", "R2",
                 likelihood=1),
        _measure(5, "Backup elsewhere and tried exit", "Restored twice a year; plan of exit.", "R3", likelihood=1,
                 severity=1),
        _measure(6, "Own purposes excluded by contract", "Telemetry off; training excluded; checked at each release.",
                 "R4", likelihood=2),
    ),
)  # fmt: skip

_AI = Content(
    description={
        "nature": "A model is trained on or fed with personal data and gives texts, scores or proposals about people.",
        "scope": "[Model, provider, data for training and use, number of people, decisions prepared]",
        "context": "People do not expect it and cannot see why a result came out; consequences are not known well.",
        "purposes": "[The task in one sentence, and what the model is never used for]",
        "categories": "Inputs, outputs, feedback; whatever people type",
        "data_subjects": "Users, and everybody whom inputs are about",
        "flow": "Input – filter – model – output – review by a person – log – deletion.",
        "assets": "Model, provider's service, prompts, logs, training data.",
    },
    necessity={
        "accuracy": Checked(words="Error rates by group of people are measured before use and each quarter."),
        "decisions": Checked(words="A person with time and authority decides; results can be contested (Art. 22(3))."),
        "information": Checked(words="People are told that a machine is at work, and the logic in plain words."),
    },
    risks=(
        _risk(1, RiskKind.RIGHTS, "People are treated worse", "Model, training data",
              "Old data carry bias; results differ between groups",
              "Refused jobs, loans or services; discrimination that nobody notices"),
        _risk(2, RiskKind.CHANGE, "Invented or wrong statements about people", "Model",
              "Plausible output without ground is taken as true", "Wrong decisions, harm to reputation"),
        _risk(3, RiskKind.RIGHTS, "People only nod results through", "Our staff",
              "Trust in the machine, no time, no training", "In truth a machine decides; nobody can contest it"),
        _risk(4, RiskKind.ACCESS, "Inputs turn up elsewhere", "Provider, other users, attackers",
              "Training on inputs, logs, tricks in prompts", "Secrets and private matters are exposed"),
        _risk(5, RiskKind.RIGHTS, "Rights cannot be met", "Model",
              "Data of a person cannot be found or taken out of a trained model", "Wrong data stay; erasure fails"),
    ),
    measures=(
        _measure(1, "Test for bias before and during use", "By group, with limits at which use stops.", "R1",
                 likelihood=1, severity=1),
        _measure(2, "Person decides, with training and time", "Share of changed results is watched.", "R1 R2 R3",
                 likelihood=1),
        _measure(3, "Sources are shown", "Output names where it comes from; without source it is not used.", "R2",
                 likelihood=1, severity=1),
        _measure(4, "Inputs are filtered", "Personal data are masked before they reach the model.", "R4",
                 likelihood=1, severity=1),
        _measure(5, "No training on inputs, short logs", "By contract; logs for 30 days.", "R4 R5", likelihood=1),
        _measure(6, "Objection and another way", "People may ask for treatment without the model.", "R3 R5",
                 severity=1),
    ),
)  # fmt: skip

_HEALTH = Content(
    description={
        "nature": "Health data are collected, kept in a file for each person and shared with those who treat or care.",
        "scope": "[Number of people, depth and length of records, who has access]",
        "context": "People are ill, depend on care and cannot easily say no; professional secrecy applies.",
        "purposes": "Care, its organisation and accounting; research only under rules of its own.",
        "categories": "Health data (Art. 9)\nIdentity and contact details\nInsurance data",
        "data_subjects": "Patients, relatives, staff",
        "flow": "Admission – file – treatment – letters to others – accounting – archive – deletion.",
        "assets": "Record system, devices, paper files, messages, backups.",
    },
    necessity={
        "legal_basis": Checked(words="Art. 9(2)(h) with professional secrecy, or explicit consent, for each purpose."),
        "storage": Checked(words="Legal periods of medical records, then deletion or archive with no daily access."),
        "accuracy": Checked(words="Identity is checked at each contact; mix-ups are corrected and told."),
    },
    risks=(
        _risk(1, RiskKind.ACCESS, "Staff read files that are none of theirs", "Curious colleagues",
              "Broad rights, known or famous patients", "Diagnoses become known to family, neighbours, employers"),
        _risk(2, RiskKind.ACCESS, "Blackmail after a break-in", "Criminal groups",
              "Phishing, old systems, open remote access", "Publication of diagnoses, blackmail of single people"),
        _risk(3, RiskKind.CHANGE, "Data of two people are mixed up", "Staff, interfaces",
              "Same names, wrong labels, faulty import", "Wrong treatment: injury or death"),
        _risk(4, RiskKind.LOSS, "Files cannot be opened when needed", "Failure, encryption by attackers",
              "Outage without a plan on paper", "Treatment is late or impossible"),
    ),
    measures=(
        _measure(1, "Access only with a treatment relation", "Emergency access is logged and looked at within a week.",
                 "R1", likelihood=2),
        _measure(2, "Second factor, separated networks, fast updates", "Remote access closed by default.", "R2 R4",
                 likelihood=1),
        _measure(3, "Encryption at rest and in transit", "Keys apart from data.", "R2", severity=1),
        _measure(4, "Two identifiers at each step", "Name and date of birth or number; import refuses doubtful cases.",
                 "R3", likelihood=2),
        _measure(5, "Emergency plan on paper, restore tried", "Each quarter.", "R4", likelihood=1, severity=1),
        _measure(6, "Training and secrecy of all staff", "At the start and each year.", "R1 R2", likelihood=1),
    ),
)  # fmt: skip

SHIPPED: tuple[Shipped, ...] = (
    Shipped("cctv", "Video surveillance", "Cameras in shops, offices, yards and public places.", _CCTV),
    Shipped("monitoring", "Monitoring of employees", "Logs, locations and devices of people at work.", _MONITORING),
    Shipped("profiling", "Marketing and profiling", "Profiles of customers for content and offers.", _PROFILING),
    Shipped("cloud", "Move to a cloud service", "Applications and data go to a provider.", _CLOUD),
    Shipped("ai", "Use of artificial intelligence", "Models that write, score or propose about people.", _AI),
    Shipped("health", "Health data", "Records of patients, clients or employees.", _HEALTH),
)
