using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Assistant.Bot.Channels;
using Assistant.Bot.Channels.BotFramework;
using Assistant.Bot.Channels.WeChat;
using Assistant.Bot.Export;
using Assistant.Bot.Guard;
using Assistant.Bot.Handoff;
using Assistant.Bot.Import;
using Assistant.Bot.Models;
using Assistant.Bot.Practice;
using Assistant.Bot.Practice.Pages;
using Assistant.Bot.Privacy;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff;
using Assistant.Bot.Staff.Console;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;
using Assistant.Skills.Debtor;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.AI;

namespace Assistant.Bot;

/// <summary>Puts the product together: the only place that knows every concrete type.</summary>
public static class App
{
    private const int MostBody = 1024 * 1024;

    /// <summary>Registers everything both the server and the commands need.</summary>
    public static void AddAssistant(IServiceCollection services, IConfiguration configuration, bool development)
    {
        var prompts = PromptFolder.Find();
        var settings = Settings.Read(configuration, development);
        var (policy, topics) = (PolicyFiles.Read(prompts), TopicFiles.Read(prompts));
        var skills = new DebtorSkills(policy.Protections, topics.Topics);
        services.AddSingleton(settings).AddSingleton(settings.Identity).AddSingleton(settings.DirectLine).AddSingleton(settings.Staff).AddSingleton(settings.HandOff).AddSingleton(settings.Bank).AddSingleton(settings.Crisis).AddSingleton(settings.Channels).AddSingleton(settings.WeChat).AddSingleton(settings.BotFramework);
        services.AddSingleton(prompts).AddSingleton(skills);
        services.AddSingleton(policy).AddSingleton(topics).AddSingleton(Templates.Read(prompts)).AddSingleton(PageTexts.Read(prompts)).AddSingleton(ScriptFiles.Read(prompts));
        var book = ConductFiles.Load(prompts);
        if (!development && Approvals.Missing(prompts, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)) is { Count: > 0 } missing)
            throw new PromptException("prompts/conduct", 1, string.Join("\n", missing));
        var rubric = RubricFile.Read(prompts, book);
        services.AddSingleton(book).AddSingleton(rubric).AddSingleton(new LineMarks(rubric, MarkFiles.Load(prompts))).AddSingleton(PracticeFiles.Read(prompts, policy, rubric)).AddSingleton(DraftFiles.Read(prompts, policy.Protections)).AddSingleton(new PersonalData(MaskFiles.Read(prompts))).AddSingleton<ScenarioLibrary>().AddSingleton<PracticeDesk>().AddSingleton(Patterns.Read(prompts, skills, topics)).AddSingleton(TrainedReaders.Load(prompts)).AddSingleton(ImportColumns.Read(prompts));
        services.AddSingleton<TimeProvider>(_ => settings.Clock.Start is { } start ? new ShiftedClock(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture)) : TimeProvider.System);
        services.AddSingleton(provider => new BankClock(provider.GetRequiredService<TimeProvider>(), TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)));
        services.AddSingleton(new TraceExposure(settings.Trace.Expose ?? development));
        services.AddSingleton(_ => new Store(settings.ConnectionStrings.Store, prompts.Root));
        services.AddSingleton(provider => Vault.Open(settings.Privacy, provider.GetRequiredService<Store>().Folder));
        services.AddSingleton<AuditChain>().AddSingleton<Locks>().AddSingleton<Cases>().AddSingleton<RecordReader>().AddSingleton<Protections>().AddSingleton<Outbox>().AddSingleton<PlanLife>().AddSingleton<Erasure>().AddSingleton<ConversationSignals>().AddSingleton<ConversationLines>();
        services.AddSingleton<IConversations, Conversations>().AddSingleton<MessageReader>().AddSingleton<ICaseDesk, CaseDesk>();
        services.AddSingleton<IDialogue, Dialogue>().AddSingleton<ReplyWriter>().AddSingleton<IReply>(provider => provider.GetRequiredService<ReplyWriter>());
        services.AddSingleton<IGuard, ReplyGuard>().AddSingleton<ICoach, AgentMode>().AddSingleton<TurnPipeline>();
        services.AddSingleton<ILinks>(provider => new SignedLinks(provider.GetRequiredService<Vault>().TokenKey, provider.GetRequiredService<BankClock>(), () => Address(provider, settings)));
        services.AddSingleton(provider => new ActivityFeed(provider.GetRequiredService<Store>(), provider.GetRequiredService<Vault>(), provider.GetRequiredService<BankClock>(),
            locale => provider.GetRequiredService<ReplyWriter>().Text(new("mask.hidden"), Locales.Of(locale) ?? Locales.Chinese)));
        services.AddSingleton<Importer>().AddSingleton<SampleCases>().AddSingleton<HandOffDesk>().AddSingleton<HandOffClock>().AddSingleton<DraftReview>().AddSingleton<ContextPack>();
        AddChannels(services, development);
        AddModel(services, settings, prompts);
        services.AddSingleton<CaseApi>().AddSingleton<QuoteJson>().AddSingleton<ReviewRequests>().AddSingleton<CaseFacts>().AddSingleton<ReviewApi>().AddSingleton<QualityApi>().AddSingleton<ContactApi>().AddSingleton<CareApi>().AddSingleton<Exporter>().AddSingleton<QualityRun>().AddSingleton<QualityReport>().AddSingleton<DisputeApi>().AddSingleton<UnderstandingApi>().AddSingleton<ScriptFiller>().AddSingleton<SuggestionHearing>().AddSingleton<SuggestionApi>().AddSingleton<AgreementDesk>().AddSingleton<AgreementApi>();
    }

    /// <summary>Builds the server.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="logging">Changes where the log goes, for tests.</param>
    public static WebApplication BuildServer(string[] args, Action<ILoggingBuilder>? logging = null)
    {
        var prompts = PromptFolder.Find();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = prompts.Root, WebRootPath = prompts.WebRoot });
        var development = builder.Environment.IsDevelopment();
        if (string.IsNullOrEmpty(builder.Configuration["Urls"]))
            builder.WebHost.UseUrls(new Settings().Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBody;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It warns of each page of the console that our own headers forbid caching already.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        logging?.Invoke(builder.Logging);
        AddAssistant(builder.Services, builder.Configuration, development);
        AddWeb(builder.Services, builder.Configuration, development);
        var app = builder.Build();
        MapAll(app, development);
        return app;
    }

    private static void AddWeb(IServiceCollection services, IConfiguration configuration, bool development)
    {
        services.AddSingleton(provider => new DirectLineTokens(provider.GetRequiredService<Vault>().TokenKey, Secret(provider, development), provider.GetRequiredService<DirectLineSettings>(), provider.GetRequiredService<BankClock>()));
        services.AddSingleton<RequestLimits>().AddSingleton<DirectLine>().AddSingleton<DirectLineUploads>().AddSingleton<DirectLineStream>();
        services.AddSingleton<HandOffApi>().AddSingleton<PracticeApi>().AddSingleton<PracticeFigures>().AddSingleton<PracticeRecords>().AddSingleton<PracticePages>().AddSingleton<CohortPages>().AddSingleton<DraftDesk>().AddSingleton<DraftMaker>().AddSingleton<DraftApi>().AddSingleton<DraftPages>();
        services.AddSingleton<WebPages>().AddSingleton<PaperDoor>().AddSingleton<AgreementPages>().AddSingleton<ProofPages>().AddSingleton<CalendarFiles>().AddSingleton<ConsolePages>().AddSingleton<WorkDesk>().AddSingleton<WorkPages>();
        services.AddSingleton<FloorPages>().AddSingleton<FloorFigures>().AddSingleton<CaseList>().AddSingleton<DossierPages>().AddSingleton<CasePapers>().AddSingleton<ApprovalPages>().AddSingleton<QualityPages>().AddSingleton<QualitySample>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddExceptionHandler<BadRequests>().Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Detail ??= BadRequests.Explain(context.HttpContext, context.ProblemDetails.Status ?? 0));
        services.AddOpenApi().AddRazorComponents();
        services.AddCors(cors => cors.AddPolicy("direct-line", policy => policy.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "POST")));
        ConsoleSignIn.Add(services, Settings.Read(configuration, development).Staff.OpenId, development);
        services.AddAuthorizationBuilder()
            .AddPolicy(StaffPolicies.CaseWork, policy => policy.RequireRole("agent", "supervisor", "admin"))
            .AddPolicy(StaffPolicies.Console, policy => policy.AddAuthenticationSchemes(CookieAuthenticationDefaults.AuthenticationScheme).RequireClaim(StaffMember.ConsoleClaim))
            .AddPolicy(StaffPolicies.Lead, policy => policy.RequireRole("supervisor", "admin"))
            .AddPolicy(StaffPolicies.Decide, policy => policy.RequireRole("supervisor"))
            .AddPolicy(StaffPolicies.AnyStaff, policy => policy.RequireRole([.. StaffKey.KnownRoles]));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.MaxDepth = 32);
        services.AddHostedService<StartUp>().AddHostedService<PlanDay>().AddHostedService<OutboxSender>().AddHostedService(provider => provider.GetRequiredService<HandOffClock>()).AddHostedService(provider => provider.GetRequiredService<Deliveries>());
        Telemetry.Add(services, configuration);
    }

    /// <summary>The language model and what it is asked for; each asks whether its use is switched on.</summary>
    /// <exception cref="SettingsException">The endpoint may not be used as configured.</exception>
    private static void AddModel(IServiceCollection services, Settings settings, PromptFolder prompts)
    {
        if (ModelEndpoints.Read(prompts).Problems(settings.Llm).ToList() is { Count: > 0 } problems)
            throw new SettingsException(problems);
        services.AddSingleton(settings.Llm).AddSingleton(provider => ModelPrompts.Read(prompts, provider.GetRequiredService<DebtorSkills>(), provider.GetRequiredService<Templates>()));
        services.AddSingleton<IChatClient>(provider => new OpenAiChat(provider.GetRequiredService<LlmSettings>())).AddSingleton<Func<IChatClient>>(provider => provider.GetRequiredService<IChatClient>);
        services.AddSingleton<LanguageModel>().AddSingleton<ModelLedger>().AddSingleton<Masks>().AddSingleton<ModelWording>().AddSingleton<IWording>(provider => provider.GetRequiredService<ModelWording>()).AddSingleton<ModelReport>();
        services.AddSingleton<ModelCoach>().AddSingleton<ModelPersona>().AddSingleton<ModelSummary>();
        services.AddSingleton<MessageUnderstanding>().AddSingleton<ModelUnderstanding>().AddSingleton<IUnderstanding>(provider => provider.GetRequiredService<ModelUnderstanding>());
    }

    /// <summary>Channels that answers are carried to; what each needs stands together.</summary>
    private static void AddChannels(IServiceCollection services, bool development)
    {
        services.AddHttpClient();
        services.AddSingleton<Talks>().AddSingleton<PassiveAnswers>().AddSingleton<Reception>().AddSingleton<Deliveries>().AddSingleton<Presence>().AddSingleton<HandOffEvents>().AddSingleton<MessageRate>();
        services.AddSingleton<WebhookChannel>().AddSingleton<IChannel>(provider => provider.GetRequiredService<WebhookChannel>());
        services.AddSingleton(provider => WeChatFiles.Read(provider.GetRequiredService<PromptFolder>())).AddSingleton<WeChatWords>().AddSingleton<WeChatBinding>().AddSingleton<WeChatDoor>().AddSingleton<IChannel, WeChatChannel>();
        services.AddSingleton(provider => BotChannelFiles.Read(provider.GetRequiredService<PromptFolder>()));
        services.AddSingleton(provider => new BotTokens(provider.GetRequiredService<BotFrameworkSettings>(), development, TimeProvider.System, provider.GetRequiredService<ILogger<BotTokens>>()));
        services.AddSingleton(provider => new OutgoingTokens(provider.GetRequiredService<BotFrameworkSettings>(), TimeProvider.System));
        services.AddSingleton<BotReplies>().AddSingleton<ConnectorChannel>().AddSingleton<IChannel>(provider => provider.GetRequiredService<ConnectorChannel>()).AddSingleton<BotDoor>().AddSingleton<SkillManifest>();
        // Tokens of the platform run by real time, whatever clock this process was started on.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WeChatApi>(provider, TimeProvider.System));
    }

    private static void MapAll(WebApplication app, bool development)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<SecureHeaders>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        StaticAssets.Use(app);
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<FormGuard>();
        app.UseAuthorization();
        app.MapGet("/healthz", () => Results.Text("ok")).WithTags("Operations");
        app.MapGet("/readyz", (Store store) => store.Read(db => Dapper.SqlMapper.ExecuteScalar<int>(db, "SELECT 1")) == 1 ? Results.Text("ready") : Results.StatusCode(503)).WithTags("Operations");
        app.MapOpenApi();
        var services = app.Services;
        services.GetRequiredService<DirectLine>().Map(app, services.GetRequiredService<DirectLineUploads>(), services.GetRequiredService<DirectLineStream>());
        services.GetRequiredService<CaseApi>().Map(app);
        services.GetRequiredService<AgreementApi>().Map(app);
        services.GetRequiredService<HandOffApi>().Map(app);
        services.GetRequiredService<ReviewApi>().Map(app);
        services.GetRequiredService<QualityApi>().Map(app);
        services.GetRequiredService<PracticeApi>().Map(app);
        services.GetRequiredService<DraftApi>().Map(app);
        services.GetRequiredService<ContactApi>().Map(app);
        services.GetRequiredService<CareApi>().Map(app);
        services.GetRequiredService<DisputeApi>().Map(app);
        services.GetRequiredService<UnderstandingApi>().Map(app);
        services.GetRequiredService<SuggestionApi>().Map(app);
        services.GetRequiredService<BotDoor>().Map(app);
        services.GetRequiredService<SkillManifest>().Map(app);
        services.GetRequiredService<WebhookChannel>().Map(app, services.GetRequiredService<Reception>());
        services.GetRequiredService<WeChatDoor>().Map(app);
        services.GetRequiredService<WebPages>().Map(app, development);
        services.GetRequiredService<AgreementPages>().Map(app);
        services.GetRequiredService<ProofPages>().Map(app);
        services.GetRequiredService<CalendarFiles>().Map(app);
        services.GetRequiredService<ConsolePages>().Map(app);
        services.GetRequiredService<WorkPages>().Map(app);
        services.GetRequiredService<FloorPages>().Map(app);
        services.GetRequiredService<DossierPages>().Map(app);
        services.GetRequiredService<ApprovalPages>().Map(app);
        services.GetRequiredService<QualityPages>().Map(app);
        services.GetRequiredService<PracticePages>().Map(app);
        services.GetRequiredService<CohortPages>().Map(app);
        services.GetRequiredService<DraftPages>().Map(app);
    }

    /// <summary>Where cardholders reach the server: the setting, else where it listens.</summary>
    private static string Address(IServiceProvider provider, Settings settings) =>
        (settings.PublicUrl ?? provider.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? settings.Urls.Split(';')[0]).TrimEnd('/');

    private static string Secret(IServiceProvider provider, bool development)
    {
        if (provider.GetRequiredService<DirectLineSettings>().Secret is { Length: > 0 } configured)
            return configured;
        if (!development)
            return "";
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        provider.GetRequiredService<ILogger<DirectLineTokens>>().LogInformation("Development: the Direct Line secret of this run is {Secret}", made);
        return made;
    }
}

/// <summary>A clock that starts at a given moment and runs on.</summary>
public sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private readonly TimeSpan shift = start - DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + shift;
}
