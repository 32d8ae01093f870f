"""The conversation on a queue card: files, changes, what was seen, whose it is, until when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import queue
from siaga.boards.queue import MessageLine, QueueCard
from siaga.language.conversation import (
    ConversationHandedOver,
    LanguageRemembered,
    MediaKept,
    MediaLost,
    MediaProblem,
    MessagesSeen,
    NudgeQueued,
)
from siaga.language.entry import Fact
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    MessageReceived,
    ReplyQueued,
    ReplyReported,
)
from siaga.language.values import (
    AccountId,
    Change,
    Channel,
    ContactId,
    ContactKind,
    Language,
    MediaRef,
    MessageId,
    MessageKind,
    Safety,
    SubjectId,
)
from tests.board_entries import Told, drawn
from tests.builders import NOW, by_provider, by_server, hours, minutes, sealed

C1 = ContactId("c1")
ANI, BUDI = AccountId("acc-ani"), AccountId("acc-budi")
OPENED = ContactOpened(
    contact_id=C1,
    channel=Channel.WHATSAPP,
    when=by_provider(),
    subject=SubjectId("rina"),
    language=Language.ENGLISH,
)
WROTE = MessageReceived(
    contact_id=C1,
    message_id=MessageId("m1"),
    kind=MessageKind.TEXT,
    when=by_provider(),
    text=sealed("api"),
)
PHOTO = replace(
    WROTE,
    message_id=MessageId("m2"),
    kind=MessageKind.MEDIA,
    text=None,
    media=(
        MediaRef(media_type="image/jpeg", provider_ref=sealed("x")),
        MediaRef(media_type="audio/ogg", voice=True),
    ),
)
KEPT = MediaKept(
    contact_id=C1,
    message_id=MessageId("m2"),
    index=0,
    stored="evidence",
    shown="safe",
    media_type="image/jpeg",
    size_bytes=1000,
    when=by_server(),
    width=640,
    height=480,
)
REPLIED = ReplyQueued(
    contact_id=C1,
    message_id=MessageId("r1"),
    text=sealed("sabar"),
    ask_location=False,
    when=by_server(),
)


def changing(change: Change, text: str | None, about: str = "m1") -> MessageReceived:
    return replace(
        WROTE,
        message_id=MessageId(f"{change}-{about}"),
        change=change,
        about=MessageId(about),
        when=by_provider(NOW + minutes(1)),
        text=sealed(text) if text else None,
    )


def told(*facts: Fact) -> QueueCard:
    tell = Told()
    for fact in facts:
        tell(fact)
    card = drawn(queue, tell.entries)[C1]
    assert isinstance(card, QueueCard)
    return card


def lines(*facts: Fact) -> tuple[MessageLine, ...]:
    return told(*facts).messages


class TestFiles:
    def test_come_to_the_message_they_belong_to(self) -> None:
        waiting = lines(OPENED, PHOTO)[0].media
        assert [(file.shown, file.voice) for file in waiting] == [(None, False), (None, True)]
        photo, voice = lines(OPENED, PHOTO, WROTE, KEPT)[0].media
        assert (photo.shown, photo.width, photo.height, photo.problem) == ("safe", 640, 480, None)
        assert voice.shown is None

    def test_what_could_not_be_had_says_why(self) -> None:
        lost = MediaLost(
            contact_id=C1,
            message_id=MessageId("m2"),
            index=1,
            problem=MediaProblem.EXPIRED,
            when=by_server(),
        )
        _, voice = lines(OPENED, PHOTO, lost)[0].media
        assert (voice.problem, voice.lost) == (MediaProblem.EXPIRED, True)

    def test_what_is_set_apart_is_not_to_be_opened(self) -> None:
        apart = replace(KEPT, shown=None, problem=MediaProblem.BOMB)
        photo, _ = lines(OPENED, PHOTO, apart)[0].media
        assert (photo.shown, photo.problem, photo.lost) == (None, MediaProblem.BOMB, False)

    @pytest.mark.parametrize("over", [{"index": 7}, {"index": -1}, {"message_id": MessageId("?")}])
    def test_of_nothing_shown_here_change_nothing(self, over: dict[str, object]) -> None:
        stray = replace(KEPT, **over)  # type: ignore[arg-type]  # fields by name
        assert lines(OPENED, PHOTO, stray) == lines(OPENED, PHOTO)


class TestChanges:
    def test_an_edit_keeps_what_was_said_and_waits_to_be_read(self) -> None:
        card = told(OPENED, WROTE, changing(Change.EDITED, "api besar"))
        (line,) = card.messages
        assert line.text == sealed("api besar")
        assert [version.text for version in line.before] == [sealed("api")]
        assert card.unread == 2
        assert line.position == 3  # what a screen has to have shown before a wrap-up

    def test_taken_back_it_is_marked_and_stays(self) -> None:
        card = told(OPENED, WROTE, changing(Change.REVOKED, None))
        (line,) = card.messages
        assert (line.text, line.revoked_at) == (sealed("api"), NOW + minutes(1))
        assert (card.unread, card.last_message_at) == (1, NOW)

    def test_a_reaction_stands_on_its_message_and_rings_nobody(self) -> None:
        thumb = changing(Change.REACTION, "👍")
        card = told(OPENED, WROTE, thumb)
        assert card.messages[0].reaction == sealed("👍")
        assert (card.unread, card.last_message_at) == (1, NOW)
        gone = told(OPENED, WROTE, thumb, replace(thumb, text=None))
        assert gone.messages[0].reaction is None

    def test_a_reaction_to_ours_finds_it_by_its_outbox_row(self) -> None:
        sent = ReplyReported(contact_id=C1, outbox_id="o1", status="sent", when=by_server())
        tell = Told()
        tell(OPENED)
        queued = tell(REPLIED)
        tell(sent, cause=queued.position)
        tell(changing(Change.REACTION, "🙏", about="o1"))
        (line,) = drawn(queue, tell.entries)[C1].messages
        assert (line.inbound, line.reaction) == (False, sealed("🙏"))

    def test_of_a_message_not_shown_it_stands_by_itself(self) -> None:
        (line,) = lines(OPENED, changing(Change.REVOKED, None, about="long ago"))
        assert (line.change, line.about) == (Change.REVOKED, "long ago")

    def test_one_that_brings_another_file_replaces_nothing(self) -> None:
        other = replace(changing(Change.EDITED, "ini"), media=PHOTO.media)
        assert len(lines(OPENED, WROTE, other)) == 2


class TestWhoseItIs:
    HANDED = ConversationHandedOver(
        contact_id=C1, by=ANI, to=BUDI, when=by_server(), note=sealed("lanjutkan")
    )

    def test_is_told_until_the_one_it_was_given_to_has_it_open(self) -> None:
        answered = ContactAnswered(contact_id=C1, answered_by=ANI, when=by_server())
        card = told(OPENED, WROTE, answered, self.HANDED)
        assert (card.answered_by, card.handed_by, card.handed_note) == (
            BUDI,
            ANI,
            sealed("lanjutkan"),
        )
        seen = MessagesSeen(
            contact_id=C1,
            message_id=MessageId("m1"),
            by=ANI,
            when=by_server(),
            channel=Channel.WHATSAPP,
        )
        looked = (OPENED, WROTE, answered, self.HANDED, seen)
        assert told(*looked).handed_by == ANI
        taken_up = told(*looked, replace(seen, by=BUDI))
        assert (taken_up.handed_by, taken_up.handed_note, taken_up.seen_by) == (None, None, BUDI)

    def test_what_waited_waits_for_the_new_one(self) -> None:
        assert told(OPENED, WROTE, self.HANDED).unread == 1


class TestTheWindow:
    def test_is_open_for_a_day_after_what_they_sent_last(self) -> None:
        late = replace(WROTE, message_id=MessageId("m0"), when=by_provider(NOW - hours(30)))
        card = told(OPENED, WROTE, late, changing(Change.REACTION, "👍"))
        assert card.window_closes_at == NOW + hours(24)
        assert told(replace(OPENED, channel=Channel.SMS), WROTE).window_closes_at is None

    def test_a_late_message_says_when_it_came(self) -> None:
        tell = Told()
        tell(OPENED)
        tell(WROTE, late_s=31 * 60)
        tell(replace(WROTE, message_id=MessageId("m3")), late_s=29 * 60)
        late, timely = drawn(queue, tell.entries)[C1].messages
        assert (late.at, late.late_at) == (NOW, NOW + minutes(31))
        assert timely.late_at is None

    def test_outlives_the_wrap_up(self) -> None:
        over = ContactWrappedUp(contact_id=C1, kind=ContactKind.TEST, when=by_server())
        again = ContactReopened(
            contact_id=C1,
            channel=Channel.WHATSAPP,
            opened=OPENED.when,
            when=by_server(),
            safety=Safety.SAFE,
            language=Language.ENGLISH,
            window_closes_at=NOW + hours(2),
        )
        card = told(OPENED, WROTE, over, again)
        assert (card.window_closes_at, card.language) == (NOW + hours(2), Language.ENGLISH)


def test_the_language_is_what_was_named_last() -> None:
    named = LanguageRemembered(contact_id=C1, language=Language.LOCAL, when=by_server())
    assert told(OPENED).language is Language.ENGLISH
    assert told(OPENED, named).language is Language.LOCAL


def test_what_is_asked_by_itself_has_one_line() -> None:
    nudge = NudgeQueued(
        contact_id=C1,
        step="location",
        message="ask_location",
        when=by_server(),
        channel=Channel.WHATSAPP,
        subject=SubjectId("rina"),
    )
    tell = Told()
    tell(OPENED)
    asked = tell(nudge)
    report = ReplyReported(
        contact_id=C1, outbox_id="o1", status="sent", when=by_server(), message="ask_location"
    )
    tell(report, cause=asked.position)
    (line,) = drawn(queue, tell.entries)[C1].messages
    assert (line.message, line.status) == ("ask_location", "sent")


def test_an_uncertain_reply_says_that_it_was_written_again() -> None:
    again = replace(REPLIED, message_id=MessageId("r2"), again=MessageId("r1"))
    first, second = lines(OPENED, REPLIED, again)
    assert (first.resent, second.resent) == (True, False)


def test_a_whole_conversation_has_what_the_card_lost() -> None:
    many = [
        replace(WROTE, message_id=MessageId(f"m{n}"), text=sealed(f"pesan {n}")) for n in range(30)
    ]
    over = ContactWrappedUp(contact_id=C1, kind=ContactKind.TEST, when=by_server())
    thumb = changing(Change.REACTION, "👍", about="m0")
    tell = Told()
    for fact in (OPENED, *many, over, thumb):
        tell(fact)
    whole = queue.whole_thread(C1, tell.entries)
    assert whole is not None
    assert [line.message_id for line in whole.messages] == [fact.message_id for fact in many]
    assert whole.messages[0].reaction == sealed("👍")
    assert queue.whole_thread(ContactId("nobody"), tell.entries) is None
    assert len(told(OPENED, *many).messages) == 20
