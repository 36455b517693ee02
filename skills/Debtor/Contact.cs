using Assistant.Skills.Language;

namespace Assistant.Skills.Debtor;

/// <summary>When and how the person wants to be reached, and what makes it easier for them: read back, kept, and obeyed by every channel.</summary>
public sealed class Contact : IDebtorSkill
{
    private static readonly TimeOnly Earliest = new(8, 0);
    private static readonly TimeOnly Latest = new(21, 0);

    /// <inheritdoc/>
    public string Id => "contact";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["busy_callback"] = Access.Anyone,
        ["contact_preference"] = Access.Cardholder,
        ["prefer_sms"] = Access.Cardholder,
        ["prefer_chat"] = Access.Cardholder,
        ["prefer_call"] = Access.Cardholder,
        ["prefer_letter"] = Access.Cardholder,
        ["accessibility_need"] = Access.Anyone,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "busy_callback" => CallBack(request, desk, mayAsk: true),
        "accessibility_need" => Support(desk),
        _ => Prefer(request, desk),
    };

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk) => (open, request) switch
    {
        (Ask.CallBackAt, { Answer.Yes: false } or { Answer.Means: "cancel" }) => Say("contact.no_callback") with { Ask = new Ask.Nothing() },
        (Ask.CallBackAt, _) when At(request, desk) is not null => CallBack(request, desk, mayAsk: false),
        (Ask.NoteSupport, { Answer.Yes: true }) when desk.Case is not null => Say("contact.support_noted") with { Action = "record", Ask = new Ask.Nothing(), Effects = [new Effect.Preference(null, null, null, "plain")] },
        (Ask.NoteSupport, { Answer.Yes: not null }) => Say("contact.support_here") with { Ask = new Ask.Nothing() },
        (Ask.PreferWhen, _) when Window(request) is not null => Prefer(request, desk),
        _ => null,
    };

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) => open switch
    {
        Ask.CallBackAt => Again("contact.ask_when"),
        Ask.PreferWhen => Again("contact.ask_preference"),
        _ => null,
    };

    private Outcome Again(string reply) => new() { Skill = Id, Action = "ask", Says = [new("resume.lead"), new(reply)] };

    private Outcome Say(string reply, params (string, Value)[] values) => new() { Skill = Id, Action = "answer", Says = [new(reply, values)], Rules = ["contact.own-wish-first"] };

    /// <summary>A call-back inside the hours people may be reached; without a time one question, and nothing else now.</summary>
    private Outcome CallBack(Request request, Desk desk, bool mayAsk)
    {
        if (At(request, desk) is not { } at)
            return Say(mayAsk ? "contact.busy" : "contact.ask_when") with { Action = "ask", Ask = new Ask.CallBackAt(), Effects = [new Effect.Disposition("CBK")] };
        var ticket = new Effect.Ticket(desk.NewId("T"), Queue.General, "busy_callback", at);
        return Say("contact.callback", ("at", new Value.Moment(at))) with
        {
            Action = "record",
            Ask = new Ask.Nothing(),
            Effects = desk.OpenReasons.Contains("busy_callback") ? [new Effect.Disposition("CBK")] : [ticket, new Effect.Disposition("CBK")],
        };
    }

    /// <summary>The moment named, moved into the hours in which people may be reached; null where none was.</summary>
    private static DateTimeOffset? At(Request request, Desk desk)
    {
        var window = Window(request);
        if (window is null && request.Date is null)
            return null;
        var local = TimeZoneInfo.ConvertTime(desk.Now, desk.Zone);
        var time = window?.From ?? Earliest.AddHours(2);
        time = time < Earliest ? Earliest : time > Latest.AddHours(-1) ? Latest.AddHours(-1) : time;
        var day = request.Date ?? (time > TimeOnly.FromDateTime(local.DateTime) ? desk.Today : desk.Today.AddDays(1));
        var clock = (day < desk.Today ? desk.Today.AddDays(1) : day).ToDateTime(time);
        return new DateTimeOffset(clock, desk.Zone.GetUtcOffset(clock));
    }

    private static (TimeOnly From, TimeOnly To)? Window(Request request) =>
        request.First(EntityType.TimeWindow)?.Value.Split('/', '-') is { Length: >= 1 } parts && TimeOnly.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out var from)
            ? (from, parts.Length > 1 && TimeOnly.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var to) ? to : from.AddHours(1)) : null;

    private Outcome Prefer(Request request, Desk desk)
    {
        var channel = request.Intent.StartsWith("prefer_", StringComparison.Ordinal) ? request.Intent["prefer_".Length..] : null;
        var window = Window(request);
        if (channel is null && window is null)
            return Say("contact.ask_preference") with { Action = "ask", Ask = new Ask.PreferWhen() };
        List<Say> says = [new("contact.preference")];
        if (channel is not null)
            says.Add(new("contact.by", ("channel", new Value.Phrase($"contact.channel.{channel}"))));
        if (window is { } hours)
            says.Add(new("contact.between", ("from", new Value.Hour(hours.From)), ("to", new Value.Hour(hours.To))));
        return Say("contact.preference") with { Action = "record", Says = says, Ask = new Ask.Nothing(), Effects = [new Effect.Preference(channel, window?.From, window?.To), new Effect.Disposition("INF")] };
    }

    private Outcome Support(Desk desk) => Say("contact.support") with
    {
        Action = "ask",
        Says = desk.Case is null ? [new("contact.support")] : [new("contact.support"), new("contact.support_consent")],
        Ask = desk.Case is null ? null : new Ask.NoteSupport(),
        Effects = [new Effect.PlainWords()],
        Choices = desk.Case is null ? [new("choice.person", "ask_human")] : [new("choice.yes_please", "yes"), new("choice.no_thanks", "no")],
    };
}
