"""What people do in a scenario, a file for each kind."""

from sandbox.tour.presses.answer_statements import AnswerStatements
from sandbox.tour.presses.choose import Choose
from sandbox.tour.presses.click import Click
from sandbox.tour.presses.command import Command
from sandbox.tour.presses.fill import Fill
from sandbox.tour.presses.from_menu import FromMenu
from sandbox.tour.presses.governor import VoteOnChain
from sandbox.tour.presses.moloch import Leave, VoteInDao
from sandbox.tour.presses.paste_signature import PasteSignature
from sandbox.tour.presses.react import React
from sandbox.tour.presses.recount import Recount
from sandbox.tour.presses.safe_app import Confirm, Execute
from sandbox.tour.presses.say import Say
from sandbox.tour.presses.send_prepared import SendPrepared
from sandbox.tour.presses.turn import Turn
from sandbox.tour.presses.upload import Upload

__all__ = [
    "AnswerStatements",
    "Choose",
    "Click",
    "Command",
    "Confirm",
    "Execute",
    "Fill",
    "FromMenu",
    "Leave",
    "PasteSignature",
    "React",
    "Recount",
    "Say",
    "SendPrepared",
    "Turn",
    "Upload",
    "VoteInDao",
    "VoteOnChain",
]
