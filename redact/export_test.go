package redact

// Masks are the words that stand for what was taken out.
var Masks = masks

// HitsIn are the pieces of a text that one reading finds, with what stands around each.
func HitsIn(s string) map[string][]string {
	out := map[string][]string{}
	for _, h := range find(s) {
		from, to := h.from, h.to
		for n := 0; from > 0 && n < 8; from-- {
			if s[from-1] < 0x80 || s[from-1] >= 0xc0 {
				n++
			}
		}
		for from > 0 && s[from]&0xc0 == 0x80 {
			from--
		}
		for n := 0; to < len(s) && n < 7; to++ {
			if s[to] < 0x80 || s[to] >= 0xc0 {
				n++
			}
		}
		for to < len(s) && s[to]&0xc0 == 0x80 {
			to++
		}
		out[h.kind] = append(out[h.kind], s[h.from:h.to]+"\t"+s[from:h.from]+"⟦"+s[h.from:h.to]+"⟧"+s[h.to:to])
	}
	return out
}
