package judging

import (
	"huiying/analyzers/danger"
	"huiying/analyzers/harm"
	"huiying/analyzers/severity"
	"huiying/opinion"
)

// Harm judges danger and severity, which both weigh the same harm, from one reading of a text.
func Harm(title, text string) (opinion.DangerFinding, opinion.SeverityFinding) {
	r := harm.Read(title, text)
	defer r.Free()
	d := danger.Of(r, title, text)
	return d, severity.Of(r, d.Evidence, title, text)
}
