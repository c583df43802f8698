"""Agreements and statutes: draft, versions, council resolutions, supervisory proceedings, who read what."""

from agreements.models.access import DocumentAccess, DocumentPart
from agreements.models.agreements import (
    Agreement,
    AgreementGroupPermission,
    AgreementUserPermission,
    DataProtection,
    NoticeAt,
    Procurement,
    SignatureForm,
    Term,
    VatTreatment,
)
from agreements.models.clauses import Clause, Comment, CommentThread, Proposal, ProposalState
from agreements.models.proceedings import Decision, EntryKind, Proceeding, ProceedingEntry, ProceedingKind
from agreements.models.resolutions import CouncilResolution, CouncilResult
from agreements.models.versions import (
    AgreementVersion,
    DocumentKind,
    ReturnedDocument,
    VersionDocument,
    VersionStep,
)

__all__ = [
    "Agreement",
    "AgreementGroupPermission",
    "AgreementUserPermission",
    "AgreementVersion",
    "Clause",
    "Comment",
    "CommentThread",
    "CouncilResolution",
    "CouncilResult",
    "DataProtection",
    "Decision",
    "DocumentAccess",
    "DocumentKind",
    "DocumentPart",
    "EntryKind",
    "NoticeAt",
    "Proceeding",
    "ProceedingEntry",
    "ProceedingKind",
    "Procurement",
    "Proposal",
    "ProposalState",
    "ReturnedDocument",
    "SignatureForm",
    "Term",
    "VatTreatment",
    "VersionDocument",
    "VersionStep",
]
