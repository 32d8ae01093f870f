"""EDXL-HAVE 1.0: what a hospital's system says, and what a stranger's document may not do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from siaga.app.workers.hospitals.feed import commands_of
from siaga.channels.have.protocol import FeedRefused, read_feed
from siaga.channels.have.protocol.xml import BYTES_MAX
from siaga.desks.hospitals.commands import DeclareDiversion, EndDiversion, ReportHospital
from siaga.language.hospitals import BedClass, Traffic
from tests.builders import NOW, PLACE

SPACE = "urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"


def feed(traffic: str = "Advisory", *, name: str = "RSUD Kota", more: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<HospitalStatus xmlns="{SPACE}" xmlns:xpil="urn:oasis:names:tc:ciq:xpil:3"
 xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3">
 <Hospital>
  <Organization><OrganizationInformation>
   <xnl:OrganisationName><xnl:NameElement>{name}</xnl:NameElement></xnl:OrganisationName>
  </OrganizationInformation></Organization>
  <EmergencyDepartmentStatus>
   <EMSTraffic><EMSTrafficStatus>{traffic}</EMSTrafficStatus></EMSTraffic>
   <EMSCensus>
    <TriageCode><TriageCodeValue>Red</TriageCodeValue>
     <TriageCountQuantity>2</TriageCountQuantity></TriageCode>
    <TriageCode><TriageCodeValue>Green</TriageCodeValue>
     <TriageCountQuantity>5</TriageCountQuantity></TriageCode>
   </EMSCensus>
   <EMSAmbulanceStatus><EMSOffloadStatus>Delayed</EMSOffloadStatus>
    <EMSOffloadMinutes>25</EMSOffloadMinutes></EMSAmbulanceStatus>
  </EmergencyDepartmentStatus>
  <HospitalBedCapacityStatus>
   <BedCapacity><BedType>EmergencyDepartment</BedType>
    <Capacity><CapacityStatus>Vacant/Available</CapacityStatus>
     <AvailableCount>3</AvailableCount><BaselineCount>12</BaselineCount></Capacity></BedCapacity>
   <BedCapacity><BedType>AdultICU</BedType>
    <Capacity><CapacityStatus>NotAvailable</CapacityStatus></Capacity></BedCapacity>
   <BedCapacity><BedType>Burn</BedType>
    <Capacity><AvailableCount>-4</AvailableCount></Capacity></BedCapacity>
  </HospitalBedCapacityStatus>
  <ServiceCoverageStatus>
   <Burn>false</Burn>
   <TraumaCenterServicesIndicator><TraumaCenterServices>true</TraumaCenterServices>
   </TraumaCenterServicesIndicator>
  </ServiceCoverageStatus>{more}
  <LastUpdateTime>2026-03-02T09:50:00+07:00</LastUpdateTime>
 </Hospital>
</HospitalStatus>"""


def facility(status: str) -> str:
    inner = f"<FacilityStatus>{status}</FacilityStatus>"
    return f"<HospitalFacilityStatus>{inner}</HospitalFacilityStatus>"


def test_a_feed_is_read() -> None:
    (one,) = read_feed(feed().encode())
    assert "RSUD Kota" in one.names
    counts = {each.bed: (each.available, each.baseline) for each in one.beds}
    assert counts == {BedClass.EMERGENCY: (3, 12), BedClass.ADULT_ICU: (0, None)}
    assert (one.traffic, one.waiting, one.delay_min) == (Traffic.ADVISORY, 7, 25)
    assert one.services == {"Burn": False, "TraumaCenterServices": True}
    assert one.updated_at == datetime(2026, 3, 2, 2, 50, tzinfo=UTC)


def test_a_feed_becomes_commands_of_our_hospitals_only() -> None:
    report, declare = commands_of(PLACE, read_feed(feed().encode()), now=NOW)
    assert isinstance(report, ReportHospital)
    assert (report.hospital, report.services_on) == ("rsud", ("trauma",))
    assert isinstance(declare, DeclareDiversion)
    *_, ended = commands_of(PLACE, read_feed(feed("Normal").encode()), now=NOW)
    assert isinstance(ended, EndDiversion)
    assert not commands_of(PLACE, read_feed(feed(name="RS Orang").encode()), now=NOW)
    later = datetime(2026, 3, 3, tzinfo=UTC)
    assert not commands_of(PLACE, read_feed(feed().encode()), now=later)


def test_a_building_that_is_emptied_is_closed_whatever_else_it_says() -> None:
    shut = facility("Evacuating")
    (one,) = read_feed(feed("Normal", more=shut).encode())
    assert one.traffic is Traffic.CLOSED


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        feed(name="&e;").replace("?>", "?>" + XXE, 1).encode(),
        feed(name="&b;").replace("?>", "?>" + LAUGHS, 1).encode(),
        feed().replace("?>", '?><!DOCTYPE HospitalStatus SYSTEM "http://127.0.0.1/x">', 1).encode(),
        b"",
        b"<html><body>504</body></html>",
        feed().encode()[:-20],
        feed().replace(SPACE, "urn:other").encode(),
        feed().replace("UTF-8", "x-none").encode(),
        b"<a>" * 60,
        b" " * (BYTES_MAX + 1),
    ],
    ids=[
        "external entity",
        "entities of entities",
        "external DTD",
        "nothing",
        "another page",
        "cut off",
        "another namespace",
        "unknown encoding",
        "too deep",
        "too large",
    ],
)
def test_what_is_no_feed_is_refused_whole(content: bytes) -> None:
    with pytest.raises(FeedRefused) as refused:
        read_feed(content)
    assert "root:" not in str(refused.value)
