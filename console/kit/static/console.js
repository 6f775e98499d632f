// What every page of the office does with a script. A page works without it.
"use strict";
