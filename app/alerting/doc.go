// Package alerting keeps alerts alive: it hands findings to detection, keeps what becomes of alerts as
// events on the log (ALERTS), and answers what the alerts' desk asks. Whatever was decided on an older
// log is decided again, so that two processes neither ring twice nor lose an alert.
package alerting
