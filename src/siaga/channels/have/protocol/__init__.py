"""EDXL-HAVE 1.0 → what each hospital says of its emergency department, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.channels.have.protocol.xml import Element, XmlRefused, read_xml
from siaga.language.hospitals import BEDS_MAX, BedClass, BedCount, Traffic

NAMESPACE = "urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"

BEDS = {
    "EmergencyDepartment": BedClass.EMERGENCY,
    "AdultICU": BedClass.ADULT_ICU,
    "PediatricICU": BedClass.PEDIATRIC_ICU,
    "NeonatalICU": BedClass.NEONATAL_ICU,
    "MedicalSurgical": BedClass.MEDICAL_SURGICAL,
    "Pediatrics": BedClass.PEDIATRICS,
    "NurseryBeds": BedClass.NURSERY,
    "Burn": BedClass.BURN,
    "NegativeFlowIsolation": BedClass.ISOLATION_NEGATIVE,
    "OtherIsolation": BedClass.ISOLATION_OTHER,
    "OperatingRooms": BedClass.OPERATING_ROOMS,
    "AdultPsychiatric": BedClass.ADULT_PSYCHIATRIC,
    "PediatricPsychiatric": BedClass.PEDIATRIC_PSYCHIATRIC,
    "RehabLongTermCare": BedClass.REHAB,
}
TRAFFIC = {"Normal": None, "Advisory": Traffic.ADVISORY, "Closed": Traffic.CLOSED}
SHUT = frozenset({"Closed", "Evacuating"})
TRUE, FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})
NAMES = frozenset({"NameElement", "IdentifierElement", "OrganisationName"})


class FeedRefused(ValueError):
    """The document is not a feed that can be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FedHospital:
    """`names`: every name and number it calls itself by. `says_traffic`: open or not was said."""

    names: frozenset[str]
    beds: tuple[BedCount, ...] = ()
    services: dict[str, bool] = field(default_factory=dict)  # element of the standard → there
    says_traffic: bool = False
    traffic: Traffic | None = None
    waiting: int | None = None
    delay_min: int | None = None
    updated_at: datetime | None = None  # without a zone where the feed names none


def read_feed(content: bytes) -> tuple[FedHospital, ...]:
    """Raises FeedRefused."""
    try:
        root = read_xml(content)
    except XmlRefused as error:
        raise FeedRefused(str(error)) from error
    if root.name != "HospitalStatus" or root.space != NAMESPACE:
        raise FeedRefused("not an EDXL-HAVE 1.0 HospitalStatus")
    return tuple(_hospital(each) for each in root.all("Hospital"))


def _hospital(one: Element) -> FedHospital:
    organisation = one.first("Organization")
    names = {
        part.text.strip()
        for part in (organisation.walk() if organisation else ())
        if part.name in NAMES and part.text.strip()
    }
    department = one.first("EmergencyDepartmentStatus") or Element(name="")
    says, traffic = _traffic(one, department)
    return FedHospital(
        names=frozenset(names),
        beds=_beds(one),
        services=_services(one.first("ServiceCoverageStatus")),
        says_traffic=says,
        traffic=traffic,
        waiting=_waiting(department),
        delay_min=_delay(department),
        updated_at=_instant(one.said("LastUpdateTime")),
    )


def _traffic(one: Element, department: Element) -> tuple[bool, Traffic | None]:
    if one.said("HospitalFacilityStatus", "FacilityStatus") in SHUT:
        return True, Traffic.CLOSED
    said = department.said("EMSTraffic", "EMSTrafficStatus")
    return (True, TRAFFIC[said]) if said in TRAFFIC else (False, None)


def _beds(one: Element) -> tuple[BedCount, ...]:
    """A count that speaks of several classes at once cannot be told apart: it is left out."""
    found: dict[BedClass, BedCount] = {}
    for capacity in one.all("HospitalBedCapacityStatus", "BedCapacity"):
        classes = [BEDS[each.text.strip()] for each in capacity.all("BedType") if _known(each)]
        if len(classes) != 1:
            continue
        for count in capacity.all("Capacity"):
            bed = _count(classes[0], count)
            if bed is not None:
                found[classes[0]] = bed
    return tuple(found.values())


def _known(element: Element) -> bool:
    return element.text.strip() in BEDS


def _count(bed: BedClass, capacity: Element) -> BedCount | None:
    available = _number(capacity.said("AvailableCount"))
    if available is None and capacity.said("CapacityStatus") == "NotAvailable":
        available = 0
    if available is None:
        return None
    baseline = _number(capacity.said("BaselineCount"))
    if baseline is not None and baseline < available:
        baseline = None
    return BedCount(bed=bed, available=available, baseline=baseline)


def _services(coverage: Element | None) -> dict[str, bool]:
    said: dict[str, bool] = {}
    for part in coverage.walk() if coverage else ():
        text = part.text.strip()
        if not part.children and text in TRUE | FALSE:
            said[part.name] = text in TRUE
    return said


def _waiting(department: Element) -> int | None:
    counts = [
        number
        for each in department.all("EMSCensus", "TriageCode", "TriageCountQuantity")
        if (number := _number(each.text)) is not None
    ]
    return min(sum(counts), BEDS_MAX) if counts else None


def _delay(department: Element) -> int | None:
    minutes = _number(department.said("EMSAmbulanceStatus", "EMSOffloadMinutes"))
    if minutes is None and department.said("EMSAmbulanceStatus", "EMSOffloadStatus") == "Normal":
        return 0
    return minutes


def _number(text: str | None) -> int | None:
    """A count that can be true; a negative one is nothing said."""
    text = (text or "").strip()
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        return None
    return min(int(text), BEDS_MAX)


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None
