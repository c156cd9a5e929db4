"""Tools that know no case: reading sources, finding personal data, matching people."""

from discovery.compiled import use_compiled

use_compiled()
