package app

import (
	"time"
)

// china is the time zone in which a day begins and ends.
var China = time.FixedZone("CST", 8*60*60)
