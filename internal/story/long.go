package story

import "github.com/headway-go/headway/qualify/deal"

// Long is a deal of 60 facts on the built-in enterprise process: four months,
// eight people, evidence for every element, calls that reach somebody and calls
// that do not. Benchmarks measure with it.
func Long() *deal.Record {
	return Tell("segment: enterprise\nprocess: enterprise", `
		+0 person: rep, side: seller, roles: [rep]
		+0 person: dana, side: buyer, roles: [champion]
		+0 stage: engage
		+0 set: {amount: 180000}
		+0 close_date: +120
		+1 activity: call, with: dana
		+2 activity: call, with: dana
		+3 activity: call, with: [dana, rep], reached: true
		+3 evidence: pain, form: statement, from: dana
		+3 next_step: send the figures, due: +10, owner: both, id: a
		+10 step_done: a
		+10 activity: meeting, with: [dana, rep], reached: true
		+10 evidence: champion, form: statement, from: dana
		+10 evidence: economic_buyer, form: statement, from: dana
		+10 next_step: workshop, due: +24, owner: dana, id: b
		+12 stage: qualify
		+15 person: olaf, side: buyer, roles: [user]
		+15 person: tess, side: buyer, roles: [technical]
		+16 activity: mail, with: dana
		+17 activity: mail, with: olaf
		+20 evidence: metrics, form: belief, from: rep
		+22 activity: mail, with: tess
		+24 step_done: b
		+24 activity: workshop, with: [dana, olaf, tess, rep], reached: true
		+24 evidence: pain, form: statement, from: olaf
		+24 evidence: metrics, form: statement, from: dana
		+24 evidence: decision_process, form: statement, from: dana
		+24 next_step: criteria, due: +35, owner: dana, id: c
		+26 stage: discover
		+33 step_done: c
		+33 milestone: success_criteria_agreed, by: dana
		+33 next_step: review, due: +50, owner: both, id: d
		+36 evidence: decision_criteria, form: document, from: tess
		+38 evidence: competition, form: statement, from: olaf
		+40 activity: call, with: tess
		+41 activity: call, with: [tess, rep], reached: true
		+43 evidence: champion, form: document, from: dana
		+45 stage: validate
		+46 close_date: +150
		+48 milestone: technical_fit_confirmed, by: tess
		+50 step_done: d
		+50 person: ravi, side: buyer, roles: [economic_buyer]
		+52 activity: meeting, with: [ravi, dana, rep], reached: true
		+52 evidence: economic_buyer, form: statement, from: ravi
		+55 evidence: metrics, form: document, from: dana
		+56 person: fay, side: buyer, roles: [finance]
		+58 activity: call, with: fay
		+60 activity: meeting, with: [fay, dana], reached: true
		+62 stage: justify
		+64 evidence: champion, form: act, from: dana
		+70 milestone: proposal_reviewed, by: dana
		+72 evidence: decision_process, form: document, from: dana
		+75 evidence: paper_process, form: statement, from: fay
		+76 next_step: security, due: +95, owner: tess, id: e
		+78 stage: propose
		+80 activity: mail, with: fay
		+84 person: lina, side: buyer, roles: [procurement]
		+90 milestone: security_review_passed, by: tess
		+91 activity: call, with: lina
		+93 stage: contract`)
}
