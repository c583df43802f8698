"""Bodies, meetings, votes and minutes of a cooperation."""

from governance.models.agenda import AgendaItem, AgendaSnapshot, ItemKind, ItemState, Paper
from governance.models.attendance import Attendance, Presence
from governance.models.ballots import Ballot, BallotKind, BallotResult, Choice, SecretPaper, SecretVoter, Vote
from governance.models.bodies import (
    Body,
    BodyKind,
    MajorityRule,
    Member,
    Office,
    Orientation,
    QuorumRule,
    Seat,
    StandingItem,
)
from governance.models.calendar import CalendarAddress
from governance.models.invitations import Invitation, Reply
from governance.models.meetings import Meeting, MeetingSeries, MeetingState
from governance.models.minutes import Addendum, Minutes, MinutesState, MinutesVersion
from governance.models.polls import DatePoll, PollAnswer, PollChoice, PollOption
from governance.models.resolutions import ActionItem, ActionState, Resolution, ResolutionState

__all__ = [
    "ActionItem",
    "ActionState",
    "Addendum",
    "AgendaItem",
    "AgendaSnapshot",
    "Attendance",
    "Ballot",
    "BallotKind",
    "BallotResult",
    "Body",
    "BodyKind",
    "CalendarAddress",
    "Choice",
    "DatePoll",
    "Invitation",
    "ItemKind",
    "ItemState",
    "MajorityRule",
    "Meeting",
    "MeetingSeries",
    "MeetingState",
    "Member",
    "Minutes",
    "MinutesState",
    "MinutesVersion",
    "Office",
    "Orientation",
    "Paper",
    "PollAnswer",
    "PollChoice",
    "PollOption",
    "Presence",
    "QuorumRule",
    "Reply",
    "Resolution",
    "ResolutionState",
    "Seat",
    "SecretPaper",
    "SecretVoter",
    "StandingItem",
    "Vote",
]
