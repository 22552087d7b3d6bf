"""A charter with one of everything, hostile names among it."""

from __future__ import annotations

RICH = """---
title: "Rich <b>&amp; 'quoted' \\"charter\\""
parties:
  - {id: desk, role: provider, name: "Desk <i>", representatives: [
      {name: "Rosa \\"R\\" <Lindqvist>", title: "A & B", decides: yes}]}
  - {id: staff, role: customer, name: "Staff's", representatives: [{name: Noor Haddad, decides: yes}]}
  - {id: council, role: observer, name: Council}
audience: "Everyone <here>"
agreement: one decider from every party
review: every 3 months from 2026-01-05
levels: [Not yet, Met, Beyond]
expected: Met
calendar: {timezone: Europe/London, hours: Mon-Fri 08:00-17:30}
---

# Rich `charter` <script>alert(1)</script>

An introduction with a [place](#our-promises), a [promise by its heading](#a-person-answers-you-quickly), a
[dead place](#nowhere), a [dead file](gone.md), [elsewhere](https://example.org/a?b=1&c="2"), and
[another charter](../other/charter.md#their-promise), a [file](files/map.pdf), a [secret](../../secret.pdf).

![A map](files/map.png) and ![a picture from elsewhere](https://example.org/x.png) and
[![linked](https://example.org/y.png)](https://example.org/)

## Main

#### A heading that skips a level

> # A heading in a quotation
>
> | A | B |
> |---|---|
> | 1 | 2 |

| Left | Right | |
|:-----|------:|---|
| a `b|c` | d | e |

    a code block with averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword

## Our promises

- Promised by: desk
- Promised to: staff

### A person answers you [quickly](https://example.org/fast)

You hear from a *named* person.

- Target (teaching <now>): 95% within 10 minutes
- Target: within 4 hours
- Measured: monthly, see [the report](https://example.org/report)
- Owner: Rosa
- Kind: process
- Dimension: responsiveness
- Aligned to: ISO 10002
- Except: storms & floods
- Remedy: we call you
- Depends on: tell-us, nothing-known
- Lives up to: 2
- Status: trial
- Odd key: an odd value
- Ref: first-reply

#### How we will know

| What we look at | Not yet | Met | Beyond |
|---|---|---|---|
| Speed <b> | slow | quick & kind | at once |
| Warmth | cold | warm | |

After the rubric.

### Without anything

## What we ask

- Promised by: staff
- Promised to: desk

### Tell us

- Target: at least 5 working days' notice
- Ref: tell-us

## How we work

Some words.

1. First things first.
2. Second <things>:
   1. nested
   2. again
3. Third.

## Our promises

Words under a second heading of the same name.

## Words

| Term | Meaning |
|---|---|
| working day | Monday to Friday |
"""
