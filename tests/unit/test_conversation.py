"""The conversation desk: read marks, handing over, languages, files."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from siaga.desks.conversation.advise import language_of
from siaga.desks.conversation.commands import (
    HandOver,
    RecordMedia,
    RecordMediaLoss,
    RememberLanguage,
    SeeMessages,
)
from siaga.desks.conversation.doors import DESK
from siaga.language.access import AccountClosed, AccountOpened
from siaga.language.conversation import (
    ConversationHandedOver,
    LanguageRemembered,
    MediaKept,
    MediaLost,
    MediaProblem,
    MessagesSeen,
)
from siaga.language.follow_ups import Send, SendRule
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Actor,
    Channel,
    Language,
    MessageId,
    Role,
    Safety,
)
from tests.builders import (
    CHANNEL_ACTOR,
    LEAD,
    OTHER_TAKER,
    PLACE,
    POLICY_ACTOR,
    SUPERVISOR,
    TAKER,
    by_server,
    minutes,
    sealed,
    uid,
)
from tests.story import entry
from tests.unit.conversation_story import FRESH, MORE, SAID, given
from tests.unit.intake_story import ANSWERED, ATTACHED, BURNS, CONTACT, RINA
from tests.unit.intake_story import wrapped_up as wrapped

COLLEAGUE = AccountOpened(
    account_id=AccountId(OTHER_TAKER.id),
    name=sealed("Budi"),
    roles=(Role.CALL_TAKER,),
    when=by_server(),
)


def see(message_id: str = "m-1", command: UUID | None = None) -> SeeMessages:
    return SeeMessages(
        command_id=command or uid(1), contact_id=CONTACT, message_id=MessageId(message_id)
    )


class TestSeeing:
    def test_marks_the_newest_message_read_at_the_provider(self) -> None:
        answer = given(FRESH, SAID, MORE).when(see("m-2"))
        (seen,) = answer.told
        assert isinstance(seen, MessagesSeen)
        assert (seen.by, seen.message_id, seen.provider_id) == (
            TAKER.id,
            "m-2",
            sealed("wamid-2"),
        )
        (send,) = DESK.follow(seen, PLACE)
        assert isinstance(send, Send)
        assert (send.kind, send.rule, send.seen) == (
            "whatsapp",
            SendRule.REPLY,
            sealed("wamid-2"),
        )

    def test_once_for_a_newest_message(self) -> None:
        story = given(FRESH, SAID, MORE)
        seen = story.when(see("m-2")).told
        given(FRESH, SAID, MORE, *seen).when(see("m-2", uid(2))).then()
        given(FRESH, SAID, MORE, *seen).when(see("m-1", uid(3)), by=OTHER_TAKER).then()

    def test_not_what_nobody_sent(self) -> None:
        given(FRESH, SAID).when(see("made up")).then()
        given().when(see()).refused(Refusal.UNKNOWN_CONTACT)

    def test_who_must_not_be_written_to_gets_no_blue_ticks(self) -> None:
        hidden = replace(FRESH, safety=Safety.DO_NOT_CONTACT)
        (seen,) = given(hidden, SAID).when(see()).told
        assert seen.number is None
        assert DESK.follow(seen, PLACE) == ()

    @pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.SMS, Channel.WEB])
    def test_where_no_mark_exists_none_is_sent(self, channel: Channel) -> None:
        (seen,) = given(replace(FRESH, channel=channel), SAID).when(see()).told
        assert DESK.follow(seen, PLACE) == ()


HAND_OVER = HandOver(
    command_id=uid(1),
    contact_id=CONTACT,
    to=AccountId(OTHER_TAKER.id),
    note=sealed("menunggu ambulans"),
)


class TestHandingOver:
    def test_by_the_one_who_has_it(self) -> None:
        given(FRESH, SAID, ANSWERED, COLLEAGUE).when(HAND_OVER).then(
            ConversationHandedOver(
                contact_id=CONTACT,
                by=AccountId(TAKER.id),
                to=AccountId(OTHER_TAKER.id),
                when=by_server(),
                note=sealed("menunggu ambulans"),
            )
        )

    def test_it_stands_in_the_story_of_its_incident(self) -> None:
        answer = given(FRESH, SAID, BURNS, ATTACHED, COLLEAGUE).when(HAND_OVER)
        assert answer.told[0].incident_id == ATTACHED.incident_id

    @pytest.mark.parametrize("who", [LEAD, SUPERVISOR])
    def test_or_by_who_leads_the_shift(self, who: Actor) -> None:
        given(FRESH, SAID, ANSWERED, COLLEAGUE).when(HAND_OVER, by=who).wrote(
            ConversationHandedOver
        )
        given(FRESH, SAID, COLLEAGUE).when(HAND_OVER, by=who).wrote(ConversationHandedOver)

    def test_by_nobody_else(self) -> None:
        story = given(FRESH, SAID, ANSWERED, COLLEAGUE)
        story.when(HAND_OVER, by=OTHER_TAKER).refused(
            Refusal.NOT_YOUR_CONVERSATION, legal=[TAKER.id]
        )
        given(FRESH, SAID, COLLEAGUE).when(HAND_OVER).refused(Refusal.NOT_YOUR_CONVERSATION)

    def test_to_somebody_of_the_room(self) -> None:
        crew = replace(COLLEAGUE, roles=(Role.FIELD_CREW,))
        closed = AccountClosed(account_id=COLLEAGUE.account_id, when=by_server())
        story = (FRESH, SAID, ANSWERED)
        given(*story).when(HAND_OVER).refused(Refusal.UNKNOWN_ACCOUNT)
        given(*story, crew).when(HAND_OVER).refused(Refusal.NOT_OF_THE_ROOM)
        given(*story, COLLEAGUE, closed).when(HAND_OVER).refused(Refusal.ACCOUNT_CLOSED)
        mine = replace(COLLEAGUE, account_id=AccountId(TAKER.id))
        given(*story, mine).when(replace(HAND_OVER, to=AccountId(TAKER.id))).refused(
            Refusal.ALREADY_THEIRS
        )

    def test_not_when_it_is_over(self) -> None:
        over = given(FRESH, SAID, ANSWERED, COLLEAGUE, wrapped(minutes(0)))
        over.when(HAND_OVER).refused(Refusal.CONTACT_WRAPPED_UP)


class TestLanguages:
    command = RememberLanguage(command_id=uid(1), contact_id=CONTACT, language=Language.ENGLISH)

    def test_a_person_names_it_and_words_do_not_change_that(self) -> None:
        (named,) = given(FRESH, SAID).when(self.command).told
        assert (named.language, named.subject) == (Language.ENGLISH, RINA)
        words = replace(self.command, language=Language.LOCAL)
        given(FRESH, SAID, named).when(words, by=POLICY_ACTOR).then()
        given(FRESH, SAID, named).when(words).wrote(LanguageRemembered)

    def test_words_change_what_words_said(self) -> None:
        english = replace(FRESH, language=Language.ENGLISH)
        same = given(english, SAID).when(self.command, by=POLICY_ACTOR)
        same.then()
        words = replace(self.command, language=Language.LOCAL)
        given(english, SAID).when(words, by=POLICY_ACTOR).wrote(LanguageRemembered)

    def test_it_is_told_from_the_words_of_the_message(self) -> None:
        reactions = DESK.react(entry(replace(SAID, language=Language.ENGLISH)))
        assert [type(each.command) for each in reactions] == [RememberLanguage]

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("There is a fire in my house, please help", Language.ENGLISH),
            ("Tolong pak, rumah saya kebakaran", Language.INDONESIAN),
            ("Dak biso keluar, ado api", Language.LOCAL),
            ("help", None),
            ("tolong", None),
            ("Fire! rumah saya di jalan the house", None),
            ("ok thanks, sudah di rumah saya", Language.INDONESIAN),
            ("", None),
            ("👍 123", None),
        ],
    )
    def test_only_when_enough_is_said(self, text: str, language: Language | None) -> None:
        assert language_of(text, local_markers=("ado", "dak", "biso")) is language


class TestFiles:
    def test_what_was_fetched_and_what_could_not_be_are_kept_as_told(self) -> None:
        kept = RecordMedia(
            command_id=uid(1),
            contact_id=CONTACT,
            message_id=SAID.message_id,
            index=0,
            stored="aa",
            shown=None,
            media_type="application/x-dosexec",
            size_bytes=10,
            problem=MediaProblem.NOT_THAT_TYPE,
        )
        answer = given().when(kept, by=CHANNEL_ACTOR)
        answer.wrote(MediaKept)
        assert answer.told[0].problem is MediaProblem.NOT_THAT_TYPE
        lost = RecordMediaLoss(
            command_id=uid(2),
            contact_id=CONTACT,
            message_id=SAID.message_id,
            index=1,
            problem=MediaProblem.EXPIRED,
        )
        given().when(lost, by=CHANNEL_ACTOR).wrote(MediaLost)
