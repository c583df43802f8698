"""Pictures for README and Handbuch, taken from a running demo: a page in the browser and a page of a PDF."""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, sync_playwright
from prove import COOPERATION

PASSWORD = "demo-ikz-2026"  # noqa: S105 - of the demo
IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
PDF_SECONDS = 60


def sign_in(page: Page, address: str) -> None:
    """Sign in as the coordinator of the demo."""
    page.goto(f"{address}/konto/login/")
    page.fill("input[name=login]", "koordination@demo.ikz.example")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/start/")


def newest_pdf(page: Page, address: str) -> bytes:
    """Order the Steckbrief and return its PDF."""
    page.goto(f"{address}/kooperationen/{COOPERATION}/steckbrief/")
    page.get_by_test_id("steckbrief-erstellen").click()
    link = page.locator(f"a[href^='/kooperationen/{COOPERATION}/steckbrief/'][href$='.pdf']").first
    link.wait_for(timeout=PDF_SECONDS * 1000)
    response = page.request.get(f"{address}{link.get_attribute('href')}")
    return response.body()


def picture_of_first_page(pdf: bytes, target: Path) -> None:
    """Turn the first page of a PDF into a picture."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "steckbrief.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-png", "-singlefile", "-r", "80", str(source), str(target.with_suffix(""))]
        subprocess.run(command, check=True)  # noqa: S603 - our own arguments


def main(address: str) -> None:
    """Write all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    browser_path = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        sys.exit("Chromium is missing: run scripts/setup --test.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="de-DE")
        sign_in(page, address)
        pdf = newest_pdf(page, address)
        page.goto(f"{address}/kooperationen/{COOPERATION}/")
        page.screenshot(path=IMAGES / "cooperation.png")
        browser.close()
    picture_of_first_page(pdf, IMAGES / "steckbrief-pdf.png")
    print(f"Written to {IMAGES.name}/: cooperation.png, steckbrief-pdf.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
