namespace Assistant.Skills.Policy;

/// <summary>A state of a case that protects the person; it stands in every channel until it is lifted.</summary>
/// <param name="Id">Name in records: crisis, bereavement, dispute and so on.</param>
/// <param name="Flag">The fact reviews and contact checks are told (external contract, section 7); null where they know none for it.</param>
/// <param name="ClosesMoney">Whether no figure of the case is spoken of while it stands.</param>
/// <param name="HoldsPlans">Whether no promise and no plan is made while it stands.</param>
/// <param name="IsPrivate">Whether the person's words are for the queues SPECIALIST and CRISIS alone; everybody else sees that there is care to take, not why.</param>
/// <param name="Freezes">How long nothing goes out at least; null where contact goes on.</param>
/// <param name="Lasts">After what time it lifts by itself; null where a trained person has to lift it.</param>
/// <param name="IsUrgent">Whether the bank's own systems are told at once.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ProtectionKind(string Id, string? Flag, bool ClosesMoney, bool HoldsPlans, bool IsPrivate, TimeSpan? Freezes, TimeSpan? Lasts, bool IsUrgent, string Source);

/// <summary>What an intent that outranks collection brings about.</summary>
/// <param name="Intent">The intent.</param>
/// <param name="Opens">The state it puts the case in; null for none.</param>
/// <param name="Reply">What is said first.</param>
/// <param name="Lines">Public numbers the reply names: listen, police, ambulance, complain and so on.</param>
/// <param name="Queue">Who takes it.</param>
/// <param name="Disposition">Its disposition code.</param>
/// <param name="EndsMoneyTalk">Whether money is not spoken of again in this conversation.</param>
/// <param name="IsComplaint">Whether it gets a number and a day by which it is answered.</param>
public sealed record CarePath(string Intent, ProtectionKind? Opens, string Reply, IReadOnlyList<string> Lines, Queue Queue, string Disposition, bool EndsMoneyTalk, bool IsComplaint);

/// <summary>All protections and what leads to them: <c>prompts/policy/protections.yaml</c>.</summary>
/// <param name="Kinds">By id.</param>
/// <param name="Paths">By intent.</param>
public sealed record ProtectionPack(IReadOnlyDictionary<string, ProtectionKind> Kinds, IReadOnlyDictionary<string, CarePath> Paths);
