namespace Assistant.Bot.Staff.Console;

/// <summary>Heads of the tables of a paper, as keys of words.</summary>
internal static class PaperHeads
{
    private static readonly string[] Contact = ["dossier.when", "dossier.channel", "dossier.direction", "dossier.party", "dossier.by", "disposition"];

    public static string[] Promises { get; } = ["dossier.made", "dossier.amount", "dossier.due", "dossier.status", "dossier.paid"];

    public static string[] Tickets { get; } = ["ticket", "dossier.about", "floor.opened", "answer_by", "dossier.status"];

    public static string[] Disputes { get; } = ["dispute", "dossier.about", "floor.opened", "dossier.amount", "dossier.status"];

    public static string[] Protections { get; } = ["cases.protection", "dossier.since", "dossier.frozen", "dossier.status"];

    public static string[] Notes { get; } = ["dossier.when", "dossier.by", "disposition", "dossier.note"];

    public static string[] Looks { get; } = ["dossier.entry", "dossier.when", "dossier.by", "dossier.what"];

    public static string[] Rules { get; } = ["floor.rule", "dossier.why", "dossier.source"];

    public static string[] Contacts(bool outside) => outside ? Contact[..^1] : Contact;
}
