package page

import "golang.org/x/net/html"

// branches are the children of the nodes' closest common element that each lead to one node;
// nil where two of them share one.
func branches(nodes []*html.Node) []*html.Node {
	top := nodes[0]
	for top != nil {
		all := true
		for _, n := range nodes {
			all = all && Within(n, top)
		}
		if all {
			break
		}
		top = top.Parent
	}
	seen := map[*html.Node]bool{}
	var out []*html.Node
	for _, n := range nodes {
		for n != nil && n.Parent != top {
			n = n.Parent
		}
		if n == nil || seen[n] {
			return nil
		}
		seen[n] = true
		out = append(out, n)
	}
	return out
}

// sorted are the lines within each of the boxes, none of which holds another.
func sorted(lines []line, boxes []*html.Node) [][]line {
	number := map[*html.Node]int{}
	for k, box := range boxes {
		number[box] = k
	}
	out := make([][]line, len(boxes))
	for _, l := range lines {
		for n := l.node; n != nil; n = n.Parent {
			if k, ok := number[n]; ok {
				out[k] = append(out[k], l)
				break
			}
		}
	}
	return out
}
