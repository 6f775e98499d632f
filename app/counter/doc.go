// Package counter takes down what somebody tells the office (登记): how a text in the making would be
// judged, and the way of a text that was typed in until it stands in a case or in a queue.
package counter
