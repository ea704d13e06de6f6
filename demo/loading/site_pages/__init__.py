"""What stands on every page of the trees."""

from demo.clinic import Clinic
from demo.loading.pages import Trees
from demo.loading.site_pages.about import load_about
from demo.loading.site_pages.applications import load_applications
from demo.loading.site_pages.blog import load_blog
from demo.loading.site_pages.branches import load_branches
from demo.loading.site_pages.doctors import load_doctors
from demo.loading.site_pages.home import fill_home, load_home
from demo.loading.site_pages.services import load_programs, load_services

__all__ = ["load_pages"]


def load_pages(clinic: Clinic, trees: Trees) -> None:
    load_home(clinic, trees)
    load_doctors(clinic, trees)
    load_services(clinic, trees)
    load_branches(clinic, trees)
    load_programs(clinic, trees)
    load_blog(trees)
    load_about(trees)
    load_applications(trees)
    fill_home(clinic, trees)
