"""Withdrawal of consent on its case."""

from django.urls import path

from dsar.rights.withdrawal import views

urlpatterns = [
    path("cases/<str:ref>/withdrawal/", views.withdrawal, name="case-withdrawal"),
    path("cases/<str:ref>/withdrawal/withdraw/", views.withdraw, name="case-withdrawal-withdraw"),
    path("cases/<str:ref>/erasure-beside/", views.erasure_beside, name="case-erasure-beside"),
]
