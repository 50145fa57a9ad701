from toolkit.api import Checked as Checked
from toolkit.api import Cleaned as Cleaned
from toolkit.api import Scored as Scored
from toolkit.api import check as check
from toolkit.api import clean as clean
from toolkit.api import load_termbase as load_termbase
from toolkit.api import score as score
from toolkit.settings import Settings as Settings
from toolkit.termbase import Termbase as Termbase

__version__: str
