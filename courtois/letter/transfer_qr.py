"""A QR code a banking application reads as a ready SEPA transfer (EPC069-12, version 002)."""

from decimal import Decimal
from io import BytesIO

MOST_NAME = 70  # characters, EPC069-12
MOST_REMITTANCE = 140


def transfer_qr(*, name: str, iban: str, bic: str, amount: Decimal, remittance: str) -> bytes:
    """Draw the code as a one-bit PNG, opaque, four modules of margin.

    `amount` is euros, 0.01 to 999 999 999.99. The invoice numbers go into the unstructured
    remittance: banks check the structured one.
    """
    import segno  # few letters have a QR code: start-up does not wait for the import

    lines = ["BCD", "002", "1", "SCT", bic, name[:MOST_NAME], iban, f"EUR{amount:.2f}"]
    lines += ["", "", remittance[:MOST_REMITTANCE]]
    code = segno.make_qr("\n".join(lines), error="m", encoding="utf-8", mask=0)
    png = BytesIO()
    code.save(png, kind="png", scale=4, border=4)
    return png.getvalue()
