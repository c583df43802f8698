"""Addresses of versions; partners and supervision read at the same ones."""

from django.urls import path

from agreements.views import returned, version_comparison, version_documents, versions

ONE = "vereinbarungen/<int:pk>/"
VERSION = f"{ONE}fassungen/<int:number>"

urlpatterns = [
    path(f"{ONE}fassungen/", versions.version_list, name="versions"),
    path(f"{ONE}fassungen/neu/", versions.version_fix, name="version_fix"),
    path(f"{VERSION}/", versions.version_page, name="version"),
    path(f"{VERSION}/druck/", versions.version_print, name="version_print"),
    path(f"{VERSION}.pdf", version_documents.version_pdf, name="version_pdf"),
    path(f"{VERSION}.docx", version_documents.version_docx, name="version_docx"),
    path(f"{VERSION}.json", versions.version_content, name="version_content"),
    path(f"{VERSION}/dokumente/neu/", returned.attach, name="returned_attach"),
    path(f"{VERSION}/dokumente/<int:document_pk>/entfernen/", returned.remove, name="returned_remove"),
    path(f"{ONE}vergleich/", version_comparison.comparison, name="comparison"),
]
