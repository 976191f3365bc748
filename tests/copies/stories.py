"""The invented story of the Tessel bridge, as several desks wrote it."""

LEAD = (
    "The council of Tessel voted late on Monday to close the harbour bridge for nine weeks after divers found "
    "cracks in two of its four piers."
)
WORKS = (
    "Repairs will begin as soon as the spring tides have passed, and lorries bound for the fish market must take "
    "the long way round by Brenn until the work is done."
)
MONEY = (
    "The town has put aside eleven million crowns for the piers, a sum that opponents of the scheme call too small "
    "by half."
)
SHOPS = (
    "Shopkeepers on the north quay, who lost a third of their trade when the bridge was last shut, asked for a "
    "ferry to be laid on at the town's cost."
)
QUOTE = "We will not gamble with the lives of people who cross that bridge every morning"
STORY = "\n".join((LEAD, f"“{QUOTE},” the mayor, Ilse Marrow, told a press conference.", WORKS, MONEY, SHOPS))
OTHER = "\n".join(
    (
        "Nobody at the Tessel town hall slept much this week, and the reason stands in four metres of brown water.",
        f"“{QUOTE},” Mayor Ilse Marrow told reporters, looking tired.",
        "Her engineers want the crossing empty until June; the fishermen want compensation, and have said so loudly.",
        "A vote among the fishermen is due before the weekend, their leader Tam Orrin said by telephone.",
    )
)
