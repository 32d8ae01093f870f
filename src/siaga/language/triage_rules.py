"""How messages are understood in one country: words, rules and weights, read from `places/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from siaga.language.values import IncidentTypeId

GAP = "*"
"""In a phrase: up to three words of any kind."""

BEGIN, END = "^", "$"
"""In a phrase: where the message begins, and where it ends."""


class CueKind(StrEnum):
    INCIDENT = "incident"  # something happened
    HELP = "help"  # a cry for help, whatever happened
    PLEA = "plea"  # the same in other words: "darurat"
    NEGATION = "negation"  # turns the cue that follows into its opposite
    OVER = "over"  # dealt with, past, called off
    QUESTION = "question"  # somebody wants to know, not to report
    ASK = "ask"  # a word that may ask something
    FIGURE = "figure"  # a manner of speaking: what burns is a heart
    SCREEN = "screen"  # a film, a song, a rehearsal
    JOKE = "joke"  # laughter, or the confession that it was one
    PLAY = "play"  # monsters, flirting, orders, advertisements
    RUDE = "rude"  # abuse; the frightened swear too
    EARNEST = "earnest"  # "this is no joke"
    STILL = "still"  # not over: "masih"
    LATER = "later"  # wanted on another day
    OWN = "own"  # somebody has to be fetched
    FRAIL = "frail"  # a child, an old or a pregnant person, somebody who cannot walk
    HURT = "hurt"  # somebody is injured or ill, whatever the cause
    PERSON = "person"  # one person, or a word for people that a number can count
    PEOPLE = "people"  # several
    TALK = "talk"  # anything else worth knowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Phrases that mean one thing, in words as the speller leaves them."""

    key: str
    kind: CueKind
    phrases: tuple[tuple[str, ...], ...]  # GAP stands for up to three words
    type: IncidentTypeId | None = None
    own: bool = False  # somebody has to be fetched, or is in somebody's hands
    grave: bool = False  # life in danger: never a prank, always an emergency


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Cues that together mean something else than each alone."""

    all: tuple[str, ...]
    gives: str | None = None  # a further cue
    drops: tuple[str, ...] = ()  # cues that are meant otherwise then


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A cause stands before what follows from it, if it is likely at all."""

    first: str  # a category
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How written words become the words of the cues."""

    same: Mapping[str, tuple[str, ...]]  # "tlg" → ("tolong",), "dirmh" → ("di", "rumah")
    signs: Mapping[str, str]  # an emoji → a word
    endings: tuple[str, ...]  # "nya": dropped where what remains is a known word
    beginnings: tuple[tuple[str, str], ...]  # ("te", "ter"): exchanged where that gives one
    final_o: bool  # "sayo" is "saya"
    laughter: str  # pattern of a whole word
    known: frozenset[str]  # words that are nothing but themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers of people, told from other numbers."""

    words: Mapping[str, int]
    units: frozenset[str]  # "menit": the number before it counts no people
    never: frozenset[str]  # the emergency numbers
    marks: frozenset[str]  # "lantai": nor does the number after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Words around the names of places."""

    roads: frozenset[str]  # "jalan": a name follows
    titles: frozenset[str]  # "kolonel": part of a name though a known word
    near: frozenset[str]  # "depan": what follows is a place
    sites: frozenset[str]  # "masjid": a place by itself, a name may follow
    wards: frozenset[str]  # "kelurahan", "kecamatan"
    blocks: frozenset[str]  # "rt": a number follows
    numbers: frozenset[str]  # "no": a house number follows
    plain: frozenset[str]  # names of wards that are everyday words too
    same: Mapping[str, tuple[str, ...]]  # "paal" → ("pal",): other spellings in names


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Where lines are drawn, and by how much a rule outweighs the weights."""

    alarm_at: float  # an emergency from this share on
    prank_at: float  # hinted as a prank from this share on
    prank_most: float  # while a live cue of danger stands in the message
    grave_least: float  # emergency, with a live cue of danger
    urgent_least: float  # emergency, with a live cue of an urgent type
    help_least: float  # emergency, for a cry for help and nothing else
    cause_least: float  # share from which a cause stands before what follows from it
    none_least: float  # share of "none" that is enough for what is over, asked or a joke
    calm_most: float  # emergency below which that holds
    type_least: float  # a type with a smaller share is not proposed
    guess_least: float  # nor shown
    p1_at: float
    bare: frozenset[str]  # words that explain no cry for help
    characters_max: int  # longer texts are read at both ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A linear model: every output is a sum over features, through its own logistic curve."""

    outputs: tuple[str, ...]
    bias: tuple[float, ...]
    slopes: tuple[tuple[float, float], ...]  # (a, b) of each output: share = 1/(1+exp(-(a x + b)))
    features: Mapping[str, tuple[tuple[int, float], ...]]  # name → (output, weight)
    known: frozenset[str]  # every word of the texts it was fitted on


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageRules:
    """Everything a reader of messages needs besides the place itself."""

    version: str  # digest of the files
    cues: tuple[Cue, ...]
    combinations: tuple[Combination, ...]
    orders: tuple[Order, ...]
    spelling: Spelling
    numbers: Numbers
    where: Where
    judging: Judging
    weights: Weights
