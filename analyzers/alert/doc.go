// Package alert finds in a stream of judged reports what a monitoring desk has to be told: surges of
// an issue, of a topic at a place or of a watch (突增), watches that match (专题), matters that many
// sources repeat (传播), and sources, places and topics that fall quiet (静默).
//
// A Detector is a pure fold: it is told of reports in the order of their time and of the time itself,
// and answers with what rang, grew and ended. It asks no clock and no store, and the same stream gives
// the same alerts. Its state is written and read whole (Save, Load), so that a restart neither repeats
// nor loses an alert.
//
// What is usual. A cell is one thing that is counted: an issue; a topic or its field at each level of a
// place; a watch. Its rate is the count of its own past, which fades with a half-life of four weeks,
// over the time that passed, measured in hours as that topic has them: by the hour of the day, the
// weekday and holidays (rhythm.go). A cell with little past is taken for one like its neighbours: a
// Gamma prior with their mean and a wide shape. So the count of a window has a negative binomial
// distribution, as wide as the little that is known, and wider where counts of such cells were seen to
// scatter more than by chance. More traffic as a whole lets more be expected of each.
//
// When it rings. The chance of so many or more in the window must be below a limit that follows from
// how many false alarms a week are bearable and how many cells are looked at (budget.go). What an alert
// that is already ringing explains counts for no other, so a matter rings once, at the place and grain
// where it happens: as an issue, else as a topic at the smallest place that has most of it, else as a
// trend of the topic over many places.
package alert
